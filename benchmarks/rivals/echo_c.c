/* The echo server in C over epoll: what the machine can do at all. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static char buf[16384];

static int echo(int fd) {
    ssize_t n = recv(fd, buf, sizeof buf, 0);
    if (n < 0) return errno == EAGAIN || errno == EINTR;
    for (ssize_t off = 0, w; off < n; off += w) {
        w = send(fd, buf + off, n - off, MSG_NOSIGNAL);
        if (w < 0) {
            struct pollfd p = {.fd = fd, .events = POLLOUT};
            if (errno != EAGAIN) return 0;
            poll(&p, 1, -1);
            w = 0;
        }
    }
    return n > 0;
}

int main(void) {
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t len = sizeof at;
    int one = 1, ep = epoll_create1(0);
    int ln = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(ln, (struct sockaddr *)&at, sizeof at) || listen(ln, 4096) ||
        getsockname(ln, (struct sockaddr *)&at, &len)) {
        perror("listen");
        return 1;
    }
    struct epoll_event ev = {.events = EPOLLIN, .data.fd = ln}, evs[1024];
    epoll_ctl(ep, EPOLL_CTL_ADD, ln, &ev);
    ev.data.fd = 0; /* stdin: it closes when whoever started us is gone */
    epoll_ctl(ep, EPOLL_CTL_ADD, 0, &ev);
    printf("%d\n", ntohs(at.sin_port));
    fflush(stdout);
    for (;;) {
        int n = epoll_wait(ep, evs, 1024, -1);
        for (int i = 0; i < n; i++) {
            int fd = evs[i].data.fd;
            if (fd == 0) {
                if (read(0, buf, sizeof buf) <= 0) return 0;
            } else if (fd == ln) {
                while ((ev.data.fd = accept4(ln, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
                    setsockopt(ev.data.fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                    epoll_ctl(ep, EPOLL_CTL_ADD, ev.data.fd, &ev);
                }
            } else if (!echo(fd))
                close(fd);
        }
    }
}
