/* Stands in for cl.exe, link.exe, lib.exe, rc.exe, mt.exe and vswhere.exe of a Visual Studio under Wine. The name that
 * it was started by, its folder, its arguments and the variables that Microsoft's tools read go to a server of the test
 * (stand-in.ts) on 127.0.0.1, whose answer is the exit status in one line and then what the tool prints.
 *
 *   x86_64-w64-mingw32-gcc -O1 -municode -o cl.exe tool.c -lws2_32
 */
#include <winsock2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static const wchar_t *const variables[] = {L"CL", L"_CL_", L"LINK", L"_LINK_", L"INCLUDE", L"LIB"};

static void send_all(SOCKET server, const char *bytes, int length) {
    while (length > 0) {
        int sent = send(server, bytes, length, 0);
        if (sent <= 0) exit(90);
        bytes += sent;
        length -= sent;
    }
}

/* As UTF-8 with the NUL that ends it. */
static void send_text(SOCKET server, const wchar_t *text) {
    int length = WideCharToMultiByte(CP_UTF8, 0, text, -1, NULL, 0, NULL, NULL);
    char *bytes = malloc(length);
    WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, length, NULL, NULL);
    send_all(server, bytes, length);
    free(bytes);
}

int wmain(int argc, wchar_t **argv) {
    static wchar_t text[32768];
    WSADATA data;
    struct sockaddr_in address = {0};
    const wchar_t *port = _wgetenv(L"STAND_IN_PORT");
    if (!port || WSAStartup(MAKEWORD(2, 2), &data) != 0) return 91;

    SOCKET server = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    address.sin_family = AF_INET;
    address.sin_port = htons((unsigned short)_wtoi(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(server, (struct sockaddr *)&address, sizeof address) != 0) return 92;

    GetModuleFileNameW(NULL, text, 32768);
    send_text(server, text);
    GetCurrentDirectoryW(32768, text);
    send_text(server, text);
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
        const wchar_t *value = _wgetenv(variables[i]);
        send_text(server, value ? value : L"");
    }
    for (int i = 1; i < argc; i++) send_text(server, argv[i]);
    shutdown(server, SD_SEND);

    char status[16] = "";
    char byte;
    for (size_t at = 0; at + 1 < sizeof status && recv(server, &byte, 1, 0) == 1 && byte != '\n'; at++) status[at] = byte;
    char output[4096];
    for (int got; (got = recv(server, output, sizeof output, 0)) > 0;) fwrite(output, 1, got, stdout);
    closesocket(server);
    return *status ? atoi(status) : 93;
}
