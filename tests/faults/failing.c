/* A disk that fails, put between a program and its C library (LD_PRELOAD).

   What changes something below one folder is counted, and from a number on, or at it, fails as disks
   do: with an error, with fewer bytes than asked, by being full from now on, or by the end of the
   process. Whoever writes is caught, be it Python, a module of C, or SQLite. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE, SYNC, NAME, OPEN, CLOSE, SHAPE, REMOVE, KINDS };
enum { COUNT, ERROR, SHORT, FULL, KILL, INTERRUPT };

static char root[PATH_MAX];
static int armed, kind, how, code;
static long at, seen;

void disk_arm(const char *folder, int what, long number, int manner, int number_of_error) {
    snprintf(root, sizeof root, "%s", folder);
    kind = what, at = number, how = manner, code = number_of_error, seen = 0, armed = 1;
}

long disk_seen(void) { armed = 0; return seen; }

static int below(const char *path) {
    char whole[2 * PATH_MAX];
    size_t length = strlen(root);
    if (path[0] != '/') {
        char here[PATH_MAX];
        if (!getcwd(here, sizeof here)) return 0;
        snprintf(whole, sizeof whole, "%s/%s", here, path);
        path = whole;
    }
    return !strncmp(path, root, length) && (path[length] == '/' || !path[length]);
}

static int below_number(int number) {
    char link[64], path[PATH_MAX];
    ssize_t length;
    snprintf(link, sizeof link, "/proc/self/fd/%d", number);
    length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return path[0] == '/' && below(path); /* a pipe has a name, and no place */
}

/* Say what becomes of a call: 0 it goes on, -1 it fails, 1 it does half. */
static int fate(int what, int ours) {
    int saved = errno;
    if (!armed || !ours || (kind != KINDS && kind != what)) { errno = saved; return 0; }
    seen++;
    errno = saved;
    if (how == COUNT || seen < at || (seen > at && how != FULL)) return 0;
    if (how == KILL) kill(getpid(), SIGKILL);
    if (how == INTERRUPT) { kill(getpid(), SIGINT); errno = saved; return 0; }
    if (how == SHORT) return what == WRITE;
    if (how == FULL && what != WRITE && what != OPEN && what != NAME) return 0;
    errno = how == FULL ? ENOSPC : code;
    return -1;
}

#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)
#define HALF(count) ((count) > 1 ? (count) / 2 : (count))

#define WRITES(name, parameters, number, count, arguments) \
    ssize_t name parameters { \
        REAL(name); \
        int end = fate(WRITE, armed && below_number(number)); \
        if (end < 0) return -1; \
        if (end > 0) count = HALF(count); \
        return real arguments; \
    }
WRITES(write, (int fd, const void *data, size_t count), fd, count, (fd, data, count))
WRITES(pwrite, (int fd, const void *data, size_t count, off_t place), fd, count, (fd, data, count, place))
WRITES(pwrite64, (int fd, const void *data, size_t count, off64_t place), fd, count, (fd, data, count, place))
WRITES(writev, (int fd, const struct iovec *data, int count), fd, count, (fd, data, count))
WRITES(copy_file_range, (int from, off64_t *one, int to, off64_t *other, size_t count, unsigned flags), to, count,
       (from, one, to, other, count, flags))

#define CALLS(name, parameters, what, ours, arguments) \
    int name parameters { \
        REAL(name); \
        return fate(what, armed && (ours)) < 0 ? -1 : real arguments; \
    }
CALLS(fsync, (int fd), SYNC, below_number(fd), (fd))
CALLS(fdatasync, (int fd), SYNC, below_number(fd), (fd))
CALLS(rename, (const char *from, const char *to), NAME, below(to), (from, to))
CALLS(renameat, (int one, const char *from, int other, const char *to), NAME, below(to), (one, from, other, to))
CALLS(link, (const char *from, const char *to), NAME, below(to), (from, to))
CALLS(linkat, (int one, const char *from, int other, const char *to, int flags), NAME, below(to),
      (one, from, other, to, flags))
CALLS(symlink, (const char *from, const char *to), NAME, below(to), (from, to))
CALLS(mkdir, (const char *path, mode_t mode), NAME, below(path), (path, mode))
CALLS(mkdirat, (int fd, const char *path, mode_t mode), NAME, below(path), (fd, path, mode))
CALLS(unlink, (const char *path), REMOVE, below(path), (path))
CALLS(unlinkat, (int fd, const char *path, int flags), REMOVE, below(path), (fd, path, flags))
CALLS(ftruncate, (int fd, off_t length), SHAPE, below_number(fd), (fd, length))
CALLS(ftruncate64, (int fd, off64_t length), SHAPE, below_number(fd), (fd, length))
CALLS(fchmod, (int fd, mode_t mode), SHAPE, below_number(fd), (fd, mode))
CALLS(chmod, (const char *path, mode_t mode), SHAPE, below(path), (path, mode))
CALLS(fchown, (int fd, uid_t user, gid_t group), SHAPE, below_number(fd), (fd, user, group))
CALLS(utimensat, (int fd, const char *path, const struct timespec times[2], int flags), SHAPE,
      below(path), (fd, path, times, flags))

#define OPENS(name, parameters, path, arguments) \
    int name parameters { \
        REAL(name); \
        mode_t mode = 0; \
        if (flags & O_CREAT) { \
            va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); \
        } \
        int writes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT); \
        return fate(OPEN, armed && writes && below(path)) < 0 ? -1 : real arguments; \
    }
OPENS(open, (const char *path, int flags, ...), path, (path, flags, mode))
OPENS(open64, (const char *path, int flags, ...), path, (path, flags, mode))
OPENS(openat, (int fd, const char *path, int flags, ...), path, (fd, path, flags, mode))
OPENS(openat64, (int fd, const char *path, int flags, ...), path, (fd, path, flags, mode))

/* A close that fails has closed all the same. */
int close(int fd) {
    REAL(close);
    int written = armed && below_number(fd) && (fcntl(fd, F_GETFL) & O_ACCMODE) != O_RDONLY;
    int end = fate(CLOSE, written), error = errno;
    int done = real(fd);
    if (end >= 0) return done;
    errno = error;
    return -1;
}
