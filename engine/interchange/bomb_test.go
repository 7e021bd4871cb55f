package interchange

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash/crc32"
	"testing"
)

// deflated is a well-formed link of n zero bytes, whatever the limits say.
func deflated(t *testing.T, n int) string {
	t.Helper()
	content := make([]byte, n)
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	sum := binary.BigEndian.AppendUint32(packed.Bytes(), crc32.Checksum(content, castagnoli))
	return LinkPrefix + alphabet.EncodeToString(sum)
}
