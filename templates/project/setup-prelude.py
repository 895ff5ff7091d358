# >>> pyxdbg >>> written by `pyxdbg init`; `pyxdbg init --undo` removes it
# PYXDBG_DEBUG=1 compiles C and C++ for the debugger, in the release ABI;
# without it nothing here runs.
if __import__("os").environ.get("PYXDBG_DEBUG") == "1":

    def _pyxdbg_debug_build():
        import functools
        import importlib
        import os
        import shutil

        strip = {"-s", "-S", "--strip-all", "--strip-debug"}

        def unstripped(words):
            kept = []
            for word in words:
                if word.startswith("-Wl,"):
                    parts = [part for part in word.split(",") if part not in strip]
                    word = ",".join(parts) if len(parts) > 1 else "-s"
                if word != "-s":
                    kept.append(word)
            return kept

        def compile_flags(is_msvc, args, named):
            if is_msvc:
                return ["/Zi", "/Od", "/Ob0", "/GL-", "/FS"]
            return ["-O0", "-g3", "-fno-omit-frame-pointer", "-fno-lto"]

        def link_flags(is_msvc, args, named):
            if not is_msvc:
                return ["-g", "-fno-lto"]
            out = named.get("output_filename") or args[2]
            folder = named.get("output_dir") or (args[3:4] or [None])[0] or ""
            pdb = os.path.splitext(os.path.join(folder, out))[0] + ".pdb"
            flags = ["/DEBUG:FULL", "/OPT:NOREF", "/OPT:NOICF", "/LTCG:OFF"]
            return flags + ["/PDB:" + pdb]

        def wrap(compiler, name, place, flags_for):
            method = getattr(compiler, name)
            is_msvc = compiler.compiler_type == "msvc"

            def wrapped(*args, **named):
                # The last words win: ours come behind those of the project.
                ours = flags_for(is_msvc, args, named)
                if len(args) > place:
                    args = list(args)
                    args[place] = unstripped(args[place] or []) + ours
                else:
                    theirs = named.get("extra_postargs") or []
                    named["extra_postargs"] = unstripped(theirs) + ours
                return method(*args, **named)

            setattr(compiler, name, wrapped)

        def watch(compiler):
            if not hasattr(compiler, "link") or hasattr(compiler, "_pyxdbg"):
                return
            compiler._pyxdbg = compiler.force = True
            for name, words in list(vars(compiler).items()):
                if name.startswith("linker_") and isinstance(words, list):
                    setattr(compiler, name, unstripped(words))
            # Where extra_postargs stands when it is not given by name.
            wrap(compiler, "compile", 6, compile_flags)
            wrap(compiler, "link", 10, link_flags)

        def hook(owner, name):
            method = vars(owner)[name]

            @functools.wraps(method)
            def watched(self, *args, **named):
                watch(self.compiler)
                # What an ordinary build left is up to date, and not for debugging.
                self.force = True
                if name == "build_libraries":
                    self.build_temp = os.path.join(self.build_temp, "pyxdbg")
                return method(self, *args, **named)

            setattr(owner, name, watched)

        def keep_pdbs(owner):
            method = owner.copy_extensions_to_source

            @functools.wraps(method)
            def copying(self, *args, **named):
                # setuptools builds in a folder of its own and copies the module alone.
                result = method(self, *args, **named)
                for ext in self.extensions:
                    name = self.get_ext_filename(self.get_ext_fullname(ext.name))
                    built = os.path.join(self.build_lib, name)
                    here = self.get_ext_fullpath(ext.name)
                    pdb, copy = (os.path.splitext(p)[0] + ".pdb" for p in (built, here))
                    if os.path.isfile(pdb):
                        shutil.copyfile(pdb, copy)
                return result

            owner.copy_extensions_to_source = copying

        # setuptools and distutils may be two copies of the same classes.
        owners = []
        for package in ("setuptools", "distutils"):
            for name in ("build_ext", "build_clib"):
                try:
                    module = importlib.import_module(package + ".command." + name)
                except ImportError:
                    continue
                for owner in getattr(module, name).__mro__:
                    if owner not in owners:
                        owners.append(owner)
        for owner in owners:
            for name in ("build_extensions", "build_extension", "build_libraries"):
                if name in vars(owner):
                    hook(owner, name)
            if "copy_extensions_to_source" in vars(owner):
                keep_pdbs(owner)

    _pyxdbg_debug_build()
    del _pyxdbg_debug_build
# <<< pyxdbg <<<
