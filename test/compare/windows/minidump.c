/* Loads the named DLLs, writes a minidump of itself, says what PSAPI knows of its modules, and waits. */
#include <windows.h>
#include <dbghelp.h>
#include <psapi.h>
#include <stdio.h>

int main(int argc, char **argv) {
  HMODULE modules[256];
  DWORD bytes = 0;
  for (int i = 2; i < argc; i++) {
    if (!LoadLibraryA(argv[i])) {
      fprintf(stderr, "%s: %lu\n", argv[i], GetLastError());
      return 1;
    }
  }
  HANDLE file = CreateFileA(argv[1], GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
  if (!MiniDumpWriteDump(GetCurrentProcess(), GetCurrentProcessId(), file, MiniDumpNormal, NULL, NULL, NULL)) {
    fprintf(stderr, "MiniDumpWriteDump: %lu\n", GetLastError());
    return 1;
  }
  CloseHandle(file);
  EnumProcessModules(GetCurrentProcess(), modules, sizeof modules, &bytes);
  for (DWORD i = 0; i < bytes / sizeof *modules; i++) {
    char path[MAX_PATH];
    MODULEINFO info;
    GetModuleFileNameA(modules[i], path, sizeof path);
    GetModuleInformation(GetCurrentProcess(), modules[i], &info, sizeof info);
    const char *image = info.lpBaseOfDll;
    const IMAGE_NT_HEADERS *headers = (const void *)(image + ((const IMAGE_DOS_HEADER *)image)->e_lfanew);
    printf("%llx %lx %lx %s\n", (unsigned long long)(size_t)info.lpBaseOfDll, info.SizeOfImage,
           headers->FileHeader.TimeDateStamp, path);
  }
  printf("ready\n");
  fflush(stdout);
  getchar();
  return 0;
}
