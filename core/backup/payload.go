package backup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"

	"github.com/tink-crypto/tink-go/v2/streamingaead/subtle"
)

// segment is how much is encrypted at a time, in bytes: no more than that is ever
// believed before it was authenticated.
const segment = 1 << 20

// cipher is AES256_GCM_HKDF: every file has keys of its own, every segment a
// place of its own, and the last one knows that it is the last.
func (k kdf) cipher(passphrase string) (*subtle.AESGCMHKDF, error) {
	return subtle.NewAESGCMHKDF(k.key(passphrase), "SHA256", keySize, segment, 0)
}

// sum counts and hashes what passes.
type sum struct {
	to   io.Writer
	hash hash.Hash
	size int64
}

func newSum(to io.Writer) *sum { return &sum{to: to, hash: sha256.New()} }

func (s *sum) Write(p []byte) (int, error) {
	n, err := s.to.Write(p)
	s.hash.Write(p[:n])
	s.size += int64(n)
	return n, err
}

// pack writes a whole backup with the payload that r holds.
func pack(ctx context.Context, w *sum, h Header, passphrase string, r io.Reader) error {
	before, err := h.encode()
	if err != nil {
		return err
	}
	if _, err := w.Write(before); err != nil {
		return fmt.Errorf("backup: write: %w", err)
	}
	if !h.Encrypted() {
		if _, err := pour(ctx, w, r); err != nil {
			return fmt.Errorf("backup: write: %w", err)
		}
		if _, err := w.Write(w.hash.Sum(nil)); err != nil {
			return fmt.Errorf("backup: write: %w", err)
		}
		return nil
	}
	sealer, err := h.KDF.cipher(passphrase)
	if err != nil {
		return fmt.Errorf("backup: encrypt: %w", err)
	}
	sealed, err := sealer.NewEncryptingWriter(w, before)
	if err != nil {
		return fmt.Errorf("backup: encrypt: %w", err)
	}
	if _, err := pour(ctx, sealed, r); err != nil {
		return fmt.Errorf("backup: encrypt: %w", err)
	}
	if err := sealed.Close(); err != nil {
		return fmt.Errorf("backup: encrypt: %w", err)
	}
	return nil
}

// unpack writes the payload of the backup in r, of size bytes, to w. What was
// written before an error is worth nothing.
func unpack(ctx context.Context, w io.Writer, r io.Reader, size int64, passphrase string) (Header, error) {
	h, before, err := readHeader(r)
	if err != nil {
		return Header{}, err
	}
	size -= int64(len(before))
	if h.Encrypted() {
		return h, unseal(ctx, w, r, size, h, before, passphrase)
	}
	return h, unwrap(ctx, w, r, size, before)
}

// unwrap reads a payload in the clear, which ends with a checksum.
func unwrap(ctx context.Context, w io.Writer, r io.Reader, size int64, before []byte) error {
	if size <= sha256.Size {
		return broken("the end", io.ErrUnexpectedEOF)
	}
	seen := sha256.New()
	seen.Write(before)
	payload := io.TeeReader(io.LimitReader(r, size-sha256.Size), seen)
	if _, err := pour(ctx, w, payload); err != nil {
		return broken("the payload", err)
	}
	trailer, err := io.ReadAll(io.LimitReader(r, sha256.Size+1))
	if err != nil {
		return broken("the end", err)
	}
	if !bytes.Equal(trailer, seen.Sum(nil)) {
		return broken("the end", errors.New("the checksum is another one"))
	}
	return nil
}

func unseal(ctx context.Context, w io.Writer, r io.Reader, size int64, h Header, before []byte, passphrase string) error {
	if passphrase == "" {
		return ErrLocked
	}
	opener, err := h.KDF.cipher(passphrase)
	if err != nil {
		return fmt.Errorf("backup: decrypt: %w", err)
	}
	plain, err := opener.NewDecryptingReader(r, before)
	if err != nil {
		return broken("the payload", err)
	}
	n, err := pour(ctx, w, plain)
	if err != nil {
		return broken("the payload", err)
	}
	// The library takes a stream that ends right behind its header, or one byte
	// into a segment, for one that is whole. Its length tells.
	segments := (size + segment - 1) / segment
	if n == 0 || n != size-int64(opener.HeaderLength())-segments*subtle.AESGCMHKDFTagSizeInBytes {
		return broken("the payload", io.ErrUnexpectedEOF)
	}
	return nil
}

// unpackFile is unpack from a file to a new one. The new one is removed again
// where that fails.
func unpackFile(ctx context.Context, from, to string, o Options) (Header, error) {
	file, err := os.Open(from)
	if err != nil {
		return Header{}, fmt.Errorf("backup: %w", err)
	}
	defer func() { _ = file.Close() }() // it was only read
	info, err := file.Stat()
	if err != nil {
		return Header{}, fmt.Errorf("backup: %w", err)
	}
	plain, err := o.Disk.Create(to)
	if err != nil {
		return Header{}, fmt.Errorf("backup: %w", err)
	}
	h, err := unpack(ctx, plain, file, info.Size(), o.Passphrase)
	if err = finish(plain, err); err != nil {
		return Header{}, errors.Join(err, os.Remove(to))
	}
	return h, nil
}

// pour copies until the end of r, or of ctx, and returns how many bytes.
func pour(ctx context.Context, w io.Writer, r io.Reader) (n int64, err error) {
	buffer := make([]byte, segment)
	for {
		if err := ctx.Err(); err != nil {
			return n, err
		}
		read, err := io.ReadFull(r, buffer)
		if read > 0 {
			if _, err := w.Write(buffer[:read]); err != nil {
				return n, fmt.Errorf("%w: %w", errWrite, err)
			}
			n += int64(read)
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
}
