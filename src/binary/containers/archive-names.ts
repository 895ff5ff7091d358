/** Wheels, zipped eggs, and the installers that `bdist_wininst` names `NAME-VERSION.win32-py2.7.exe`. */
const ARCHIVE = /\.(?:whl|egg)$|\.(?:win32|win-amd64)(?:-py\d\.\d{1,2})?\.exe$/i;

/** Whether a file in a folder is, by its name, an artefact of its own and not one of the folder's binaries. */
export function isArchiveName(path: string): boolean {
  return ARCHIVE.test(path);
}
