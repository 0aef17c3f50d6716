/* A disk that fails as it is told: put before the C library (LD_PRELOAD), below SQLite and below Rust's std alike.
 *
 * Everything under WEFT_DISK/home is on this disk. WEFT_DISK/plan is a page shared with the test, see `struct plan`;
 * with `recording` set, what changes a database or its log is appended to WEFT_DISK/record, so that the test can make
 * every disk that a power cut would have left. Syncing is only counted and recorded: the test decides what it means.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* OPEN is to write; to open in order to read is a READ. */
enum { OPEN = 1, READ = 2, WRITE = 4, SYNC = 8, TRUNCATE = 16, REMOVE = 32 };

/* Files of the disk by the end of their names. Of the others only folders are ever synced. */
enum { ELSEWHERE, DATABASE, LOG, MEMORY, JOURNAL, OTHER };

struct plan {
    int32_t kinds;     /* the operations that are counted, and may fail */
    int32_t at;        /* the first of them that fails, from 0; -1: none does */
    int32_t times;     /* so many fail from there on */
    int32_t error;     /* errno */
    int32_t torn;      /* of a write that fails half is written before */
    int32_t recording;
    int32_t count;     /* so many were counted */
    int32_t hits;      /* so many failed */
};

static struct plan *plan;
static char root[4096];
static int record = -1;
static unsigned char files[65536];

__attribute__((constructor)) static void begin(void)
{
    const char *disk = getenv("WEFT_DISK");
    char path[4096];
    if (!disk || strlen(disk) > 4000)
        return;
    snprintf(root, sizeof root, "%s/home", disk);
    snprintf(path, sizeof path, "%s/record", disk);
    record = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    snprintf(path, sizeof path, "%s/plan", disk);
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
    void *page = mmap(NULL, sizeof *plan, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    plan = page == MAP_FAILED ? NULL : page;
}

static int kind_of(const char *path)
{
    if (!plan || strncmp(path, root, strlen(root)) != 0)
        return ELSEWHERE;
    const char *name = strrchr(path, '/');
    if (!strcmp(name, "/history.db"))
        return DATABASE;
    if (!strcmp(name, "/history.db-wal"))
        return LOG;
    if (!strcmp(name, "/history.db-shm"))
        return MEMORY;
    if (!strcmp(name, "/history.db-journal"))
        return JOURNAL;
    return OTHER;
}

static int file_of(int fd)
{
    return fd >= 0 && fd < (int)sizeof files ? files[fd] : ELSEWHERE;
}

/* Whether this operation is to fail; errno says how. */
static int fails(int operation, int file)
{
    if (!plan || file == ELSEWHERE || !(plan->kinds & operation))
        return 0;
    int32_t nth = __atomic_fetch_add(&plan->count, 1, __ATOMIC_SEQ_CST);
    if (plan->at < 0 || nth < plan->at || nth - plan->at >= plan->times)
        return 0;
    plan->hits++;
    errno = plan->error;
    return 1;
}

static void put_down(int operation, int file, off_t at, const void *bytes, size_t length)
{
    if (!plan || !plan->recording || file == ELSEWHERE || file == MEMORY || (file == OTHER && operation != SYNC))
        return;
    int64_t head[4] = {operation, file, at, (int64_t)length};
    syscall(SYS_write, record, head, sizeof head);
    if (bytes)
        syscall(SYS_write, record, bytes, length);
}

static int opens(const char *path, int flags, mode_t mode)
{
    int file = kind_of(path), reads = (flags & O_ACCMODE) == O_RDONLY && !(flags & O_CREAT);
    if (fails(reads ? READ : OPEN, file))
        return -1;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    if (fd >= 0 && fd < (int)sizeof files)
        files[fd] = (unsigned char)file;
    if (fd >= 0 && (flags & O_TRUNC))
        put_down(TRUNCATE, file, 0, NULL, 0);
    return fd;
}

static mode_t mode_in(int flags, va_list rest)
{
    return flags & (O_CREAT | O_TMPFILE) ? (mode_t)va_arg(rest, int) : 0;
}

int open(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = mode_in(flags, rest);
    va_end(rest);
    return opens(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list rest;
    va_start(rest, flags);
    mode_t mode = mode_in(flags, rest);
    va_end(rest);
    return opens(path, flags, mode);
}

int close(int fd)
{
    if (fd >= 0 && fd < (int)sizeof files)
        files[fd] = ELSEWHERE;
    return (int)syscall(SYS_close, fd);
}

static ssize_t writes(int fd, const void *bytes, size_t length, off_t at)
{
    int file = file_of(fd), failing = fails(WRITE, file);
    if (failing && !plan->torn)
        return -1;
    if (failing)
        length /= 2;
    off_t to = at >= 0 ? at : file == ELSEWHERE ? 0 : (off_t)syscall(SYS_lseek, fd, 0, SEEK_CUR);
    ssize_t done = at >= 0 ? syscall(SYS_pwrite64, fd, bytes, length, at) : syscall(SYS_write, fd, bytes, length);
    if (done > 0)
        put_down(WRITE, file, to, bytes, (size_t)done);
    if (!failing)
        return done;
    errno = plan->error;
    return -1;
}

ssize_t write(int fd, const void *bytes, size_t length) { return writes(fd, bytes, length, -1); }
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return writes(fd, bytes, length, at); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) { return writes(fd, bytes, length, at); }

ssize_t read(int fd, void *bytes, size_t length)
{
    return fails(READ, file_of(fd)) ? -1 : syscall(SYS_read, fd, bytes, length);
}

ssize_t pread(int fd, void *bytes, size_t length, off_t at)
{
    return fails(READ, file_of(fd)) ? -1 : syscall(SYS_pread64, fd, bytes, length, at);
}

ssize_t pread64(int fd, void *bytes, size_t length, off64_t at) { return pread(fd, bytes, length, at); }

int ftruncate(int fd, off_t length)
{
    int file = file_of(fd);
    if (fails(TRUNCATE, file))
        return -1;
    int result = (int)syscall(SYS_ftruncate, fd, length);
    if (result == 0)
        put_down(TRUNCATE, file, length, NULL, 0);
    return result;
}

int ftruncate64(int fd, off64_t length) { return ftruncate(fd, length); }

static int syncs(int fd, long call)
{
    int file = file_of(fd);
    if (file == ELSEWHERE)
        return (int)syscall(call, fd);
    if (fails(SYNC, file))
        return -1;
    put_down(SYNC, file, 0, NULL, 0);
    return 0;
}

int fsync(int fd) { return syncs(fd, SYS_fsync); }
int fdatasync(int fd) { return syncs(fd, SYS_fdatasync); }

int unlink(const char *path)
{
    int file = kind_of(path);
    if (fails(REMOVE, file))
        return -1;
    int result = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    if (result == 0)
        put_down(REMOVE, file, 0, NULL, 0);
    return result;
}
