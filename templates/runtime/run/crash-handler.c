/*
 * Lets a debugger look at a program at the moment of a crash, without one being attached before.
 *
 * Loading the library installs a handler for fatal signals. The handler tells pyxdbg over a Unix socket that the
 * process has crashed, and waits until pyxdbg closes the connection: meanwhile a debugger attaches, reads, and lets go.
 * Then the former action of the signal takes its course, so that the program ends as it would have without us. A
 * pyxdbg that dies closes the connection, too: the program never stays behind, stopped.
 *
 * Everything behind the signal is async-signal-safe (signal-safety(7)). No header of Python's is needed: CPython opens
 * the library as an extension module and finds no init function in it, by which time the constructor has run.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

enum {
  WAIT_MS = 120000,     /* a debugger takes seconds; a pyxdbg that hangs must not keep a program for ever */
  STACK_SIZE = 1 << 16, /* for a signal that comes because the stack is used up */
  FATAL_COUNT = 6
};

static const int fatal[FATAL_COUNT] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS};
static struct sigaction former[FATAL_COUNT];
static struct sockaddr_un pyxdbg;
/* The process whose crash is being told, 0 for none: a forked child starts with its parent's. */
static atomic_int telling;
/* Its thread. */
static atomic_long telling_thread;

static long thread_id(void) {
#if defined(__linux__)
  return syscall(SYS_gettid);
#else
  return 0;
#endif
}

/* Appends a number to a line, in base 10 or 16. */
static char *put_number(char *at, unsigned long long value, unsigned base) {
  char digits[24];
  int count = 0;
  do {
    digits[count++] = "0123456789abcdef"[value % base];
    value /= base;
  } while (value != 0);
  while (count > 0) *at++ = digits[--count];
  return at;
}

static char *put_text(char *at, const char *text) {
  while (*text) *at++ = *text++;
  return at;
}

static char *put_field(char *at, const char *name, long long value) {
  at = put_text(at, name);
  if (value < 0) *at++ = '-';
  return put_number(at, value < 0 ? 0ULL - (unsigned long long)value : (unsigned long long)value, 10);
}

/* What the code that faulted did: bit 1 of the page fault's error code is set for writing, bit 4 for running. */
static const char *access_of(int number, void *context) {
#if defined(__linux__) && defined(__x86_64__)
  if (number == SIGSEGV || number == SIGBUS) {
    const ucontext_t *state = context;
    if (state->uc_mcontext.gregs[REG_TRAPNO] == 14) {
      long long code = state->uc_mcontext.gregs[REG_ERR];
      return code & 16 ? "execute" : code & 2 ? "write" : "read";
    }
  }
#else
  (void)number, (void)context;
#endif
  return "unknown";
}

/* One line of JSON: {"pid":1,"tid":1,"signal":11,"code":1,"address":"0x0","access":"read"} */
static size_t describe(char *line, int number, const siginfo_t *info, void *context) {
  char *at = put_field(line, "{\"pid\":", getpid());
  at = put_field(at, ",\"tid\":", thread_id());
  at = put_field(at, ",\"signal\":", number);
  at = put_field(at, ",\"code\":", info->si_code);
  if (info->si_code > 0 && (number == SIGSEGV || number == SIGBUS)) {
    at = put_text(at, ",\"address\":\"0x");
    at = put_number(at, (uintptr_t)info->si_addr, 16);
    at = put_text(at, "\",\"access\":\"");
    at = put_text(at, access_of(number, context));
    at = put_text(at, "\"");
  }
  at = put_text(at, "}\n");
  return (size_t)(at - line);
}

static long long now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* Returns when pyxdbg has done its work, has gone, or takes too long: 1; 0 where it could not be told. */
static int tell(int number, const siginfo_t *info, void *context) {
  char line[256];
  size_t length = describe(line, number, info, context);
  int is_told = 0, connection = socket(AF_UNIX, SOCK_STREAM, 0);
  if (connection < 0) return 0;
  if (connect(connection, (const struct sockaddr *)&pyxdbg, sizeof pyxdbg) == 0) {
#if defined(__linux__) && defined(PR_SET_PTRACER)
    /* Yama lets only ancestors attach; pyxdbg's debugger is none of them. Other kernels refuse the call. */
    prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
#endif
    /* A crash is no reason to get SIGPIPE, too. */
    if (send(connection, line, length, MSG_NOSIGNAL) == (ssize_t)length) {
      struct pollfd wait = {.fd = connection, .events = POLLIN};
      long long left, end = now_ms() + WAIT_MS;
      is_told = 1;
      /* A debugger that attaches interrupts the call, and so do the program's own timers. */
      while ((left = end - now_ms()) > 0 && poll(&wait, 1, (int)left) < 0 && errno == EINTR) continue;
    }
  }
  close(connection);
  return is_told;
}

/*
 * pyxdbg raises the limit of core files for the program itself: where this handler cannot run, because there is none or
 * because the stack of a thread is used up and no other was set for signals, the core tells what it cannot. The user's
 * own limit comes back in each other process, and after a crash that was told. setrlimit() is a plain system call.
 */
static struct rlimit core_limit;
static int has_core_limit;

static void restore_core_limit(void) {
  if (has_core_limit) setrlimit(RLIMIT_CORE, &core_limit);
}

/* Not strtoull(): from C23 on glibc gives it another name, which older ones do not have, and caches are shared. */
static unsigned long long number_in(const char *text) {
  unsigned long long value = 0;
  for (; *text >= '0' && *text <= '9'; text++) value = value * 10 + (unsigned long long)(*text - '0');
  return value;
}

static void find_core_limit(void) {
  const char *limit = getenv("PYXDBG_CORE_LIMIT"), *pid = getenv("PYXDBG_MAIN_PID");
  if (limit == NULL || pid == NULL || getrlimit(RLIMIT_CORE, &core_limit) != 0) return;
  core_limit.rlim_cur = strcmp(limit, "unlimited") == 0 ? RLIM_INFINITY : (rlim_t)number_in(limit);
  has_core_limit = 1;
  if (number_in(pid) == (unsigned long long)getpid()) pthread_atfork(NULL, NULL, restore_core_limit);
  else restore_core_limit();
}

static void on_fatal_signal(int number, siginfo_t *info, void *context) {
  int saved = errno, self = (int)getpid();
  int none = atomic_load(&telling), is_told = 0;
  long thread = thread_id();
  if (none != self && atomic_compare_exchange_strong(&telling, &none, self)) {
    atomic_store(&telling_thread, thread);
    is_told = tell(number, info, context);
  } else if (thread != 0 && atomic_load(&telling_thread) == thread) {
    /* The telling itself fails. Where seccomp refuses a call of it, the others find out. */
    if (number == SIGSYS) return;
  } else {
    /* Another thread crashes while the first one's crash is told: that one ends the process. */
    for (long long end = now_ms() + WAIT_MS; now_ms() < end;) sleep(1);
  }
  for (int at = 0; at < FATAL_COUNT; at++) sigaction(fatal[at], &former[at], NULL);
  if (is_told) restore_core_limit();
  /* What the processor raised comes again when the instruction runs again, with its true address; a signal that was
     sent has to be sent again, and comes when this handler returns. So has one of seccomp's: the system call is over. */
  if (info->si_code <= 0 || number == SIGSYS) raise(number);
  errno = saved;
}

/* The program's main thread gets a stack for signals, where it has none. */
static void give_signal_stack(void) {
  stack_t stack;
  if (sigaltstack(NULL, &stack) != 0 || !(stack.ss_flags & SS_DISABLE)) return;
  memset(&stack, 0, sizeof stack);
  stack.ss_sp = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (stack.ss_sp == MAP_FAILED) return;
  stack.ss_size = STACK_SIZE;
  sigaltstack(&stack, NULL);
}

__attribute__((constructor)) static void install(void) {
  const char *path = getenv("PYXDBG_CRASH_SOCKET");
  struct sigaction action;
  if (path == NULL || strlen(path) >= sizeof pyxdbg.sun_path) return;
  pyxdbg.sun_family = AF_UNIX;
  strcpy(pyxdbg.sun_path, path);
  give_signal_stack();
  find_core_limit();
  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_fatal_signal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  for (int at = 0; at < FATAL_COUNT; at++) sigaction(fatal[at], &action, &former[at]);
}
