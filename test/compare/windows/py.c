/* Stands in for py.exe, the launcher of python.org's installer, which no package registry has: `py -3.8 ARGUMENTS` runs
 * the Python that is registered for that version (PEP 514, HKEY_CURRENT_USER), with its streams and exit status.
 *
 *   x86_64-w64-mingw32-gcc -O1 -municode -o py.exe py.c
 */
#include <windows.h>
#include <stdio.h>
#include <wchar.h>

int wmain(int argc, wchar_t **argv) {
    static wchar_t key[256], folder[1024], line[32768];
    DWORD bytes = sizeof folder, status = 0;
    if (argc < 2 || wcsncmp(argv[1], L"-3.", 3) != 0) return 101;
    swprintf(key, 256, L"Software\\Python\\PythonCore\\%ls\\InstallPath", argv[1] + 1);
    if (RegGetValueW(HKEY_CURRENT_USER, key, NULL, RRF_RT_REG_SZ, NULL, folder, &bytes) != ERROR_SUCCESS) {
        fputs("No suitable Python runtime found\n", stderr);
        return 103;
    }
    /* The words behind the version as they were given: quotes and all. */
    const wchar_t *rest = wcsstr(GetCommandLineW(), argv[1]) + wcslen(argv[1]);
    swprintf(line, 32768, L"\"%ls\\python.exe\"%ls", folder, rest);

    STARTUPINFOW start = {.cb = sizeof start, .dwFlags = STARTF_USESTDHANDLES};
    PROCESS_INFORMATION process;
    start.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
    start.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
    start.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &start, &process)) return 102;
    WaitForSingleObject(process.hProcess, INFINITE);
    GetExitCodeProcess(process.hProcess, &status);
    return (int)status;
}
