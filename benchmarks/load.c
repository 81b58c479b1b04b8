/* The load generator: one thread, one epoll, as little work a message as there can be.
 *
 *   load MODE PORT PID CONNECTIONS IDLE SIZE SECONDS
 *
 * MODE echo: each of CONNECTIONS sends SIZE bytes, waits for all of them, and sends the
 * next.  MODE accept: each connects, sends one message, waits for it, closes, and starts
 * again.  MODE udp is echo by datagrams, MODE unix by Unix streams, where PORT stands for
 * the name "goruntime-bench-PORT" outside the file system.  IDLE more connections are opened first, carry one message each, and then wait.
 *
 * Every reply is checked: its length, and each byte of it.  The first eight bytes of a
 * message number connection and message, so a mixed-up or repeated reply is found too.
 *
 * PID is the server: its CPU time is read at both ends of the measured time.  The result
 * is one line of JSON.  load.py is the same program for a machine without a compiler.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 64, EVENTS = 1024, STAMP = 8, SLOTS = 1000000, PATIENCE_MS = 20000 };

typedef struct {
    int fd;
    int size; /* of the message under way: idle connections say 8 bytes once */
    int sent, got;
    int idle;
    int connecting, want_out;
    uint32_t number; /* of the message */
    int64_t began;
} Conn;

static Conn *conns;
static int mode_accept, mode_udp, mode_unix, epfd, size, port, pid;
static char *message, *reply;
static uint32_t *slots; /* latencies, one slot a microsecond */
static int measuring, settled;
static long done, opened;

static void fail(const char *what) {
    fprintf(stderr, "load: %s%s%s\n", what, errno ? ": " : "",
            errno ? strerror(errno) : "");
    exit(1);
}

static int64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static double own_cpu(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return u.ru_utime.tv_sec + u.ru_stime.tv_sec +
           (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

/* User and system seconds and resident bytes of the server, all its threads. */
static void server_usage(double *user, double *sys, double *rss) {
    char path[64], text[1024];
    unsigned long u = 0, s = 0;
    long pages = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *f = fopen(path, "r");
    *user = *sys = *rss = 0;
    if (!f) return;
    size_t n = fread(text, 1, sizeof text - 1, f);
    fclose(f);
    text[n] = 0;
    char *rest = strrchr(text, ')');
    if (rest && sscanf(rest + 2,
                       "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %*d %*d "
                       "%*d %*d %*d %*d %*u %*u %ld", &u, &s, &pages) == 3) {
        *user = (double)u / sysconf(_SC_CLK_TCK);
        *sys = (double)s / sysconf(_SC_CLK_TCK);
        *rss = (double)pages * sysconf(_SC_PAGESIZE);
    }
}

static void watch(Conn *c, int op, uint32_t events) {
    struct epoll_event ev = {.events = events, .data.ptr = c};
    if (epoll_ctl(epfd, op, c->fd, &ev)) fail("epoll_ctl");
}

static void stamp(Conn *c) {
    uint32_t s[2] = {(uint32_t)(c - conns), c->number};
    memcpy(message, s, c->size < STAMP ? c->size : STAMP);
}

static void push(Conn *c) {
    stamp(c);
    while (c->sent < c->size) {
        ssize_t n = send(c->fd, message + c->sent, c->size - c->sent, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno == EAGAIN) {
            if (!c->want_out) watch(c, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
            c->want_out = 1;
            return;
        }
        if (n < 0) fail("send");
        c->sent += n;
    }
    if (c->want_out) watch(c, EPOLL_CTL_MOD, EPOLLIN);
    c->want_out = 0;
}

static void say(Conn *c) {
    c->number++;
    c->sent = c->got = 0;
    if (!mode_accept) c->began = now();
    push(c);
}

static void open_unix(Conn *c) {
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    int n = snprintf(to.sun_path + 1, sizeof to.sun_path - 1, "goruntime-bench-%d", port);
    c->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (c->fd < 0) fail("socket");
    if (connect(c->fd, (struct sockaddr *)&to, offsetof(struct sockaddr_un, sun_path) + 1 + n))
        fail("connect");
}

static void open_inet(Conn *c) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct sockaddr_in from = {.sin_family = AF_INET};
    int one = 1;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int type = mode_udp ? SOCK_DGRAM : SOCK_STREAM;
    c->fd = socket(AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (c->fd < 0) fail("socket");
    if (!mode_udp) setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (mode_accept) {
        /* From 127.0.0.1 to 127.0.0.64 by turns: closed connections keep their port for
         * a while, and one address would run short of ports, and slow, in a second. */
        from.sin_addr.s_addr = htonl(INADDR_LOOPBACK + opened++ % 64);
        setsockopt(c->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
        if (bind(c->fd, (struct sockaddr *)&from, sizeof from)) fail("bind");
    }
    if (connect(c->fd, (struct sockaddr *)&to, sizeof to) && errno != EINPROGRESS)
        fail("connect");
}

static void open_conn(Conn *c) {
    c->began = now();
    if (mode_unix)
        open_unix(c);
    else
        open_inet(c);
    c->connecting = 1;
    watch(c, EPOLL_CTL_ADD, EPOLLIN | EPOLLOUT);
}

/* A whole reply is here. */
static void finish(Conn *c, int running) {
    if (measuring && !c->idle) {
        int64_t us = (now() - c->began) / 1000;
        slots[us < SLOTS ? us : SLOTS - 1]++;
        done++;
    }
    if (c->number == 1) settled++;
    if (mode_accept && !c->idle) {
        close(c->fd);
        c->number = 0;
        if (running) open_conn(c);
    } else if (running && !c->idle)
        say(c);
}

static void pull(Conn *c, int running) {
    for (;;) {
        /* one byte more than is due, so that too long a reply shows */
        ssize_t n = recv(c->fd, reply, c->size - c->got + 1, 0);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0 && errno == EAGAIN) return;
        if (n < 0) fail("recv");
        errno = 0;
        if (n == 0) fail("the server closed a connection");
        if (n > c->size - c->got) fail("a reply is too long");
        if (c->got < STAMP) stamp(c);
        if (memcmp(reply, message + c->got, n)) fail("a reply has other bytes");
        c->got += n;
        if (c->got == c->size) finish(c, running);
        return; /* level triggered: what is left comes again */
    }
}

static void turn(int timeout_ms, int running) {
    struct epoll_event events[EVENTS];
    int n = epoll_wait(epfd, events, EVENTS, timeout_ms);
    if (n < 0 && errno != EINTR) fail("epoll_wait");
    for (int i = 0; i < n; i++) {
        Conn *c = events[i].data.ptr;
        if (c->connecting) {
            int err = 0;
            socklen_t len = sizeof err;
            getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &err, &len);
            if ((errno = err)) fail("connect");
            c->connecting = 0;
            watch(c, EPOLL_CTL_MOD, EPOLLIN);
            say(c);
        } else {
            if (events[i].events & EPOLLOUT) push(c);
            if (events[i].events & ~EPOLLOUT) pull(c, running);
        }
    }
}

static double percentile(double q) {
    long seen = 0, want = (long)(done * q);
    for (int i = 0; i < SLOTS; i++)
        if ((seen += slots[i]) > want) return i;
    return 0;
}

int main(int argc, char **argv) {
    if (argc != 8) {
        fprintf(stderr, "usage: load echo|accept|udp|unix PORT PID CONNECTIONS IDLE SIZE SECONDS\n");
        return 2;
    }
    mode_accept = !strcmp(argv[1], "accept");
    mode_udp = !strcmp(argv[1], "udp");
    mode_unix = !strcmp(argv[1], "unix");
    port = atoi(argv[2]);
    pid = atoi(argv[3]);
    int busy = atoi(argv[4]), idle = atoi(argv[5]), all = busy + idle;
    size = atoi(argv[6]);
    double seconds = atof(argv[7]);
    int longest = size > STAMP ? size : STAMP;
    conns = calloc(all, sizeof *conns);
    slots = calloc(SLOTS, sizeof *slots);
    message = malloc(longest);
    reply = malloc(longest + 1);
    epfd = epoll_create1(EPOLL_CLOEXEC);
    if (!conns || !slots || !message || !reply || epfd < 0) fail("set up");
    for (int i = 0; i < longest; i++) message[i] = 'a' + i % 26;

    /* Connect all, the idle ones first, with one message each and no more yet: a server
     * under load would take the rest but slowly.  In small batches: a flood would
     * overflow the listen backlog, and a lost SYN is tried again only after a second. */
    double user0, sys0, rss0, user, sys, rss;
    server_usage(&user0, &sys0, &rss0);
    int64_t patience = now() + PATIENCE_MS * 1000000LL;
    for (int i = 0; i < all; i++) {
        Conn *c = &conns[(i + busy) % all]; /* the busy ones are the first in conns */
        c->idle = i < idle;
        c->size = c->idle ? STAMP : size;
        open_conn(c);
        int due = i + 1 == all ? all : i + 1 - BATCH;
        while (settled < due) {
            turn(100, 0);
            errno = 0;
            if (now() > patience) fail("the server does not take the connections");
        }
    }

    for (int i = 0; i < busy; i++)
        if (mode_accept)
            open_conn(&conns[i]);
        else
            say(&conns[i]);
    int64_t start = now() + (int64_t)(seconds * 0.25e9); /* a quarter more to warm up */
    while (now() < start) turn(100, 1);
    double cpu = own_cpu();
    server_usage(&user0, &sys0, &rss);
    measuring = 1;
    start = now();
    int64_t end = start + (int64_t)(seconds * 1e9), t;
    while ((t = now()) < end) turn((int)((end - t) / 1000000) + 1, 1);
    measuring = 0;
    cpu = own_cpu() - cpu;
    server_usage(&user, &sys, &rss);
    double took = (t - start) / 1e9;
    printf("{\"messages\": %ld, \"seconds\": %.6f, \"p50_us\": %.0f, \"p99_us\": %.0f, "
           "\"server_user\": %.3f, \"server_system\": %.3f, \"server_rss\": %.0f, "
           "\"server_rss_before\": %.0f, \"load_cpu\": %.4f}\n",
           done, took, percentile(0.50), percentile(0.99), user - user0, sys - sys0, rss,
           rss0, cpu);
    return 0;
}
