package privacy

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"path"
	"slices"
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
)

// A file travels in a message: no platform's answer takes more than this with
// certainty, and every byte of it is in memory meanwhile.
const mostFileBytes = 8 << 20

// reserved is kept free for README.txt and the archive's table of contents.
const reserved = 256 << 10

// fileLimit is how large a file may be that is sent in a place.
func fileLimit(caps chat.Capabilities) int64 {
	if caps.FileBytes > 0 && caps.FileBytes < mostFileBytes {
		return caps.FileBytes
	}
	return mostFileBytes
}

// archive is a ZIP under way. Only what is compressed is ever in memory.
type archive struct {
	out   bytes.Buffer
	zip   *zip.Writer
	flate *flate.Writer
	at    time.Time
	limit int64
	names []string // of what is in it
	cut   []string // what is in it without its oldest entries
	left  []string // what did not fit
}

func newArchive(at time.Time, limit int64) (*archive, error) {
	a := &archive{at: at, limit: limit}
	a.zip = zip.NewWriter(&a.out)
	var err error
	// People wait for it: twice as fast for a tenth more bytes.
	a.flate, err = flate.NewWriter(io.Discard, flate.BestSpeed)
	return a, err
}

// add is an app.Adder. What does not fit any more is left out and remembered.
func (a *archive) add(name string, write func(io.Writer) error) error {
	var packed bytes.Buffer
	a.flate.Reset(&packed)
	sum := &counter{to: a.flate}
	err := write(sum)
	short := errors.Is(err, app.ErrShortened)
	if err != nil && !short {
		return fmt.Errorf("privacy: write %s: %w", name, err)
	}
	if err := a.flate.Close(); err != nil {
		return fmt.Errorf("privacy: write %s: %w", name, err)
	}
	if int64(a.out.Len()+packed.Len()) > a.limit-reserved {
		a.left = remember(a.left, name)
		return nil
	}
	w, err := a.zip.CreateRaw(&zip.FileHeader{
		Name: name, Method: zip.Deflate, Modified: a.at, CRC32: sum.crc,
		CompressedSize64: uint64(packed.Len()), UncompressedSize64: sum.size,
	})
	if err == nil {
		_, err = w.Write(packed.Bytes())
	}
	if err != nil {
		return fmt.Errorf("privacy: write %s: %w", name, err)
	}
	a.names = remember(a.names, name)
	if short {
		a.cut = remember(a.cut, name)
	}
	return nil
}

// remember adds a name, or for a file in a folder the folder, once.
func remember(list []string, name string) []string {
	if dir := path.Dir(name); dir != "." {
		name = dir + "/"
	}
	if slices.Contains(list, name) {
		return list
	}
	return append(list, name)
}

func (a *archive) close() ([]byte, error) {
	if err := a.zip.Close(); err != nil {
		return nil, fmt.Errorf("privacy: end the archive: %w", err)
	}
	return a.out.Bytes(), nil
}

// counter knows what the archive's table of contents says of a file.
type counter struct {
	to   io.Writer
	crc  uint32
	size uint64
}

func (c *counter) Write(p []byte) (int, error) {
	c.crc = crc32.Update(c.crc, crc32.IEEETable, p)
	c.size += uint64(len(p))
	return c.to.Write(p)
}
