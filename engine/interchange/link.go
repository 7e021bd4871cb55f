// Package interchange turns designs into other forms and back: links,
// pictures, tables, diagrams. It writes what it is given; what a design means
// is the business of other packages.
package interchange

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"io"
	"strings"

	"weir/engine/design"
	"weir/engine/diagnostic"
)

// LinkPrefix begins every self-contained link. It names the document version
// and the codec; decoders of old prefixes are kept for ever.
const LinkPrefix = "d1."

// Limits of a link, in characters. Longer ones than LinkAdvised are cut by
// some programs that pass them on; longer ones than LinkLimit are refused.
const (
	LinkAdvised = 8_000
	LinkLimit   = 64 << 10
)

// LinkError says why a link cannot be made or read.
type LinkError struct {
	Code    string // stable
	Message diagnostic.Text
}

// Error returns the code and the English sentence.
func (e *LinkError) Error() string { return e.Code + ": " + e.Message.EN }

// In returns the sentence in the language "zh" or, for anything else, English.
func (e *LinkError) In(lang string) string { return e.Message.In(lang) }

// What can be wrong with a link.
var (
	ErrLinkForm = &LinkError{"link.form", diagnostic.Text{
		EN: "This is not a Weir link, or characters that no link holds got into it.",
		ZH: "这不是 Weir 链接，或链接中混入了无效字符。"}}
	ErrLinkVersion = &LinkError{"link.version", diagnostic.Text{
		EN: "This link was made by a newer version of Weir. Reload the page and open it again.",
		ZH: "此链接由更新版本的 Weir 生成。请刷新页面后重新打开。"}}
	ErrLinkLong = &LinkError{"link.long", diagnostic.Text{
		EN: "The link is longer than 65,536 characters.",
		ZH: "链接超过 65,536 个字符。"}}
	ErrLinkLarge = &LinkError{"link.large", diagnostic.Text{
		EN: "The design in this link is larger than 4 MiB.",
		ZH: "链接中的设计超过 4 MiB。"}}
	ErrLinkDamaged = &LinkError{"link.damaged", diagnostic.Text{
		EN: "The link is damaged: part of it is missing or was changed on the way.",
		ZH: "链接已损坏：部分内容缺失或在传递中被改动。"}}
)

var (
	alphabet   = base64.RawURLEncoding.Strict()
	castagnoli = crc32.MakeTable(crc32.Castagnoli)
)

const checksumBytes = 4

// EncodeLink packs the canonical bytes of a design into a fragment:
//
//	"d1." base64url( DEFLATE(bytes) ‖ CRC-32C(bytes), big-endian )
//
// DEFLATE is RFC 1951, base64url RFC 4648 section 5 without padding, the
// checksum that of RFC 9260 appendix A. It answers ErrLinkLarge for more than
// 4 MiB and ErrLinkLong if the link would exceed LinkLimit.
func EncodeLink(canonical []byte) (string, error) {
	if len(canonical) > design.MaxBytes {
		return "", ErrLinkLarge
	}
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, flate.BestCompression)
	if err != nil {
		return "", err
	}
	if _, err := w.Write(canonical); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	payload := binary.BigEndian.AppendUint32(packed.Bytes(), crc32.Checksum(canonical, castagnoli))
	link := LinkPrefix + alphabet.EncodeToString(payload)
	if len(link) > LinkLimit {
		return "", ErrLinkLong
	}
	return link, nil
}

// DecodeLink unpacks a fragment, with or without its "#". What comes back is
// whole and as it was packed, but it may still be no valid design. It reads
// at most LinkLimit characters and makes at most 4 MiB of them.
func DecodeLink(fragment string) ([]byte, error) {
	text := strings.TrimPrefix(fragment, "#")
	if len(text) > LinkLimit {
		return nil, ErrLinkLong
	}
	text, ok := strings.CutPrefix(text, LinkPrefix)
	if !ok {
		if newerLink(text) {
			return nil, ErrLinkVersion
		}
		return nil, ErrLinkForm
	}
	// The decoder skips line breaks; a link that holds one was changed.
	if strings.ContainsAny(text, "\r\n") {
		return nil, ErrLinkForm
	}
	payload, err := alphabet.DecodeString(text)
	if err != nil {
		return nil, ErrLinkForm
	}
	if len(payload) <= checksumBytes {
		return nil, ErrLinkDamaged
	}
	packed, sum := payload[:len(payload)-checksumBytes], payload[len(payload)-checksumBytes:]
	content, err := inflate(packed)
	if err != nil {
		return nil, err
	}
	if crc32.Checksum(content, castagnoli) != binary.BigEndian.Uint32(sum) {
		return nil, ErrLinkDamaged
	}
	return content, nil
}

// IsLink reports whether a fragment, without its "#", looks like a link of
// this or a later version. It may still be damaged.
func IsLink(fragment string) bool {
	return strings.HasPrefix(fragment, LinkPrefix) || newerLink(fragment)
}

// newerLink recognises "d2.", "d17." … that a later version may write.
func newerLink(text string) bool {
	version, _, ok := strings.Cut(text, ".")
	return ok && len(version) > 1 && len(version) < 5 && version[0] == 'd' && strings.Trim(version[1:], "0123456789") == ""
}

// inflate unpacks a whole DEFLATE stream of at most 4 MiB; bytes after its
// end are damage.
func inflate(packed []byte) ([]byte, error) {
	source := bytes.NewReader(packed)
	r := flate.NewReader(source)
	defer r.Close()
	var out bytes.Buffer
	n, err := io.Copy(&out, io.LimitReader(r, design.MaxBytes+1))
	switch {
	case n > design.MaxBytes:
		return nil, ErrLinkLarge
	case err != nil, source.Len() > 0:
		return nil, ErrLinkDamaged
	}
	return out.Bytes(), nil
}
