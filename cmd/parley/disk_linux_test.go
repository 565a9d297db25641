//go:build linux && amd64

package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// diskKinds are the calls that change what is on a disk: every write of the
// database and of files, what makes them durable, and what moves them. The
// first argument is a descriptor, unless a name stands elsewhere.
func diskKinds() map[uint32]string {
	return map[uint32]string{
		unix.SYS_WRITE: "write", unix.SYS_PWRITE64: "pwrite", unix.SYS_FSYNC: "fsync", unix.SYS_FDATASYNC: "fdatasync",
		unix.SYS_FTRUNCATE: "ftruncate", unix.SYS_FALLOCATE: "fallocate",
		unix.SYS_RENAMEAT: "rename", unix.SYS_UNLINK: "unlink", unix.SYS_UNLINKAT: "unlink",
	}
}

// The kernel's words for a call that waits for its verdict (seccomp_unotify(2)).
type diskNotice struct {
	id     uint64
	pid    uint32
	flags  uint32
	number int32
	arch   uint32
	ip     uint64
	args   [6]uint64
}

type diskVerdict struct {
	id    uint64
	value int64
	err   int32
	flags uint32
}

const diskGoOn = 1 // SECCOMP_USER_NOTIF_FLAG_CONTINUE

// diskJudge decides on each call. Nothing it does may be such a call itself: it
// would wait for itself.
type diskJudge struct {
	trouble  diskTrouble
	folder   string
	listener uintptr
	memory   *os.File // this process's own, where names stand
	calls    int
	named    map[string]int // calls of each name
	struck   bool           // one was
}

// begin has every call of this process that changes a file wait for a verdict.
// It needs no privilege, only a kernel that knows how and a container that lets it.
func (d *diskTrouble) begin(folder string) error {
	if d == nil {
		return nil
	}
	memory, err := os.Open("/proc/self/mem")
	if err != nil {
		return err
	}
	if folder, err = filepath.EvalSymlinks(folder); err != nil {
		return err
	}
	open, err := diskOpen()
	if err != nil {
		return err
	}
	filter := diskFilter(open)
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	judge := &diskJudge{trouble: *d, folder: folder, memory: memory, named: map[string]int{}}
	ready := make(chan error)
	go func() {
		runtime.LockOSThread()
		if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
			ready <- fmt.Errorf("%s: %w", diskForbidden, err)
			return
		}
		const all = unix.SECCOMP_FILTER_FLAG_TSYNC | unix.SECCOMP_FILTER_FLAG_TSYNC_ESRCH | unix.SECCOMP_FILTER_FLAG_NEW_LISTENER
		listener, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, all, uintptr(unsafe.Pointer(&program)))
		if errno != 0 {
			ready <- fmt.Errorf("%s: %w", diskForbidden, errno)
			return
		}
		judge.listener = listener
		close(ready)
		for judge.next() {
		}
	}()
	return <-ready
}

// diskOpen returns the highest descriptor of those that are open before the bot
// begins: the streams, and what the runtime wakes itself with. The runtime writes to
// that while it holds up everybody else, the judge too, who may not be asked then.
func diskOpen() (highest uint32, err error) {
	if _, _, err = os.Pipe(); err != nil { // the first one makes the runtime open its own
		return 0, err
	}
	all, err := os.ReadDir("/proc/self/fd")
	for _, entry := range all {
		if n, err := strconv.ParseUint(entry.Name(), 10, 32); err == nil {
			highest = max(highest, uint32(n))
		}
	}
	return highest, err
}

// diskFilter has the calls of diskKinds judged, but for writes to descriptors up
// to open.
func diskFilter(open uint32) []unix.SockFilter {
	const (
		load  = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
		equal = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		above = unix.BPF_JMP | unix.BPF_JGT | unix.BPF_K
		end   = unix.BPF_RET | unix.BPF_K
	)
	filter := []unix.SockFilter{
		{Code: load}, // the number of the call
		{Code: equal, K: unix.SYS_WRITE, Jf: 4},
		{Code: load, K: 16}, // the lower half of its first argument
		{Code: above, K: open, Jf: 1},
		{Code: end, K: unix.SECCOMP_RET_USER_NOTIF},
		{Code: end, K: unix.SECCOMP_RET_ALLOW},
	}
	for number := range diskKinds() {
		filter = append(filter, unix.SockFilter{Code: equal, K: number, Jf: 1}, unix.SockFilter{Code: end, K: unix.SECCOMP_RET_USER_NOTIF})
	}
	return append(filter, unix.SockFilter{Code: end, K: unix.SECCOMP_RET_ALLOW})
}

func (j *diskJudge) next() bool {
	var n diskNotice
	if _, _, errno := unix.Syscall(unix.SYS_IOCTL, j.listener, unix.SECCOMP_IOCTL_NOTIF_RECV, uintptr(unsafe.Pointer(&n))); errno != 0 {
		return errno == unix.EINTR || errno == unix.ENOENT
	}
	v := diskVerdict{id: n.id, flags: diskGoOn}
	if name, ours := j.name(n); ours {
		name = diskKinds()[uint32(n.number)] + " " + name
		j.calls++
		j.named[name]++
		struck := j.trouble.strikes(name, j.named[name], j.struck)
		j.struck = j.struck || struck
		// Told by another call than those that wait.
		_, _ = unix.Writev(2, [][]byte{diskCall{j.calls, struck, name}.line()})
		if struck && j.trouble.Kill {
			_ = unix.Kill(unix.Getpid(), unix.SIGKILL)
		}
		if struck {
			v = diskVerdict{id: n.id, err: -int32(j.trouble.Errno)}
		}
	}
	for {
		_, _, errno := unix.Syscall(unix.SYS_IOCTL, j.listener, unix.SECCOMP_IOCTL_NOTIF_SEND, uintptr(unsafe.Pointer(&v)))
		if errno != unix.EINTR { // a signal that this thread happened to get
			return errno == 0 || errno == unix.ENOENT
		}
	}
}

// diskDigits are what differs in names from run to run.
var diskDigits = regexp.MustCompile(`[0-9]+[0-9TZa-f-]*`)

// name is the file that a call concerns, and whether it is one of ours.
func (j *diskJudge) name(n diskNotice) (string, bool) {
	var path string
	switch n.number {
	case unix.SYS_UNLINK:
		path = j.text(n.args[0])
	case unix.SYS_UNLINKAT:
		path = j.text(n.args[1])
	case unix.SYS_RENAMEAT:
		path = j.text(n.args[3])
	default:
		var err error
		if path, err = os.Readlink(fmt.Sprintf("/proc/self/fd/%d", int32(n.args[0]))); err != nil {
			return "", false
		}
	}
	if !filepath.IsAbs(path) {
		// Go removes what is in a folder by its descriptor.
		return path, n.number == unix.SYS_UNLINKAT
	}
	name, ours := strings.CutPrefix(path, j.folder+"/")
	return diskDigits.ReplaceAllString(name, "…"), ours
}

// text is a name that a call was given.
func (j *diskJudge) text(at uint64) string {
	raw := make([]byte, unix.PathMax)
	n, _ := j.memory.ReadAt(raw, int64(at)) // up to where the memory ends
	name, _, _ := bytes.Cut(raw[:n], []byte{0})
	return string(name)
}
