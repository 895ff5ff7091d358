"""Fetches a source archive by pip and unpacks it: fetch-sdist.py NAME VERSION FOLDER.

pip alone would run the project's code to ask for its metadata; the download is taken over as soon as it is there.
"""

import sys
import tarfile

from pip._internal.cli.main import main
from pip._internal.exceptions import InstallationError
from pip._internal.operations import prepare


def unpack_and_stop(download, folder):
    def get(*args, **kwargs):
        archive = download(*args, **kwargs).path
        with tarfile.open(archive) as tar:
            if hasattr(tarfile, "data_filter"):
                tar.extractall(folder, filter="data")
            else:
                tar.extractall(folder)
        raise InstallationError("fetched")

    return get


name, version, folder = sys.argv[1:]
prepare.get_http_url = unpack_and_stop(prepare.get_http_url, folder)
main(["download", "-q", "--no-deps", "--no-binary", ":all:", "-d", folder, name + "==" + version])
