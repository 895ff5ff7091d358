/* What MSVCRT.lib brings into every DLL: its entry point, and the mark of code with floating point. */
int _fltused = 0x9875;

int __stdcall _DllMainCRTStartup(void *module, unsigned long reason, void *reserved) {
    (void)module, (void)reason, (void)reserved;
    return 1;
}
