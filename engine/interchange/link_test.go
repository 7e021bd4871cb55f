package interchange

import (
	"bytes"
	"encoding/base64"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"weir/engine/design"
)

const small = `{"weir":1,"title":"A 小 design","nodes":{"users":{"kind":"source.requests","at":[0,0]}}}`

// A link once given out opens for ever.
const golden = "d1.HMaxCUIxEAbgVR5_fUhsr3MOsRDzI4eS4N0Fi5AZXMWl3EN43Tfxpjn0KEjLJ6E4bb_vZ6sMuzcIWq8M6MQI-o6HtQpF9OE3HpyvwciA4JrQc5FyWWv9AwAA__9sFwV8"

func pack(t *testing.T, content []byte) string {
	t.Helper()
	link, err := EncodeLink(content)
	if err != nil {
		t.Fatal(err)
	}
	return link
}

func TestLinkRoundTrip(t *testing.T) {
	for _, s := range []string{small, "{}", strings.Repeat("x", design.MaxBytes)} {
		link := pack(t, []byte(s))
		for _, fragment := range []string{link, "#" + link} {
			got, err := DecodeLink(fragment)
			if err != nil || string(got) != s {
				t.Fatalf("%.40q came back as %.40q, %v", s, got, err)
			}
		}
	}
}

func TestGoldenLink(t *testing.T) {
	if got, err := DecodeLink(golden); err != nil || string(got) != small {
		t.Fatalf("%q, %v", got, err)
	}
}

func TestBadLinks(t *testing.T) {
	good := pack(t, []byte(small))
	tail := good[:len(good)-1]
	over := pack(t, bytes.Repeat([]byte("x"), design.MaxBytes))
	bomb := pack(t, bytes.Repeat([]byte("\x00"), design.MaxBytes))
	cases := map[string]struct {
		link string
		want *LinkError
	}{
		"empty":            {"", ErrLinkForm},
		"hash only":        {"#", ErrLinkForm},
		"another fragment": {"#example=reference", ErrLinkForm},
		"no payload":       {"d1.", ErrLinkDamaged},
		"checksum only":    {"d1.AAAAAA", ErrLinkDamaged},
		"newer":            {"d2.AAAA", ErrLinkVersion},
		"much newer":       {"d170.AAAA", ErrLinkVersion},
		"not a version":    {"dx.AAAA", ErrLinkForm},
		"standard base64":  {"d1.+/+/", ErrLinkForm},
		"padding":          {good + "=", ErrLinkForm},
		"line break":       {good[:20] + "\n" + good[20:], ErrLinkForm},
		"space":            {good + " ", ErrLinkForm},
		"long":             {"d1." + strings.Repeat("A", LinkLimit), ErrLinkLong},
		"cut by half":      {good[:len(good)/2/4*4+3], ErrLinkDamaged},
		"not deflate":      {"d1." + base64.RawURLEncoding.EncodeToString([]byte("plain text, no stream")), ErrLinkDamaged},
	}
	for name, c := range cases {
		if _, err := DecodeLink(c.link); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %s", name, err, c.want.Code)
		}
	}
	if _, err := DecodeLink(tail); err == nil {
		t.Error("a link without its last character opens")
	}
	for _, link := range []string{over, bomb} {
		if _, err := DecodeLink(link); err != nil {
			t.Errorf("4 MiB exactly must open: %v", err)
		}
	}
	if _, err := EncodeLink(make([]byte, design.MaxBytes+1)); !errors.Is(err, ErrLinkLarge) {
		t.Errorf("more than 4 MiB: %v", err)
	}
	for _, c := range []struct {
		err    *LinkError
		en, zh string
	}{
		{ErrLinkForm, "not a Weir link", "不是 Weir 链接"},
		{ErrLinkVersion, "newer version of Weir", "更新版本的 Weir"},
		{ErrLinkLong, "longer than 65,536 characters", "超过 65,536 个字符"},
		{ErrLinkLarge, "larger than 4 MiB", "超过 4 MiB"},
		{ErrLinkDamaged, "damaged", "损坏"},
	} {
		if !strings.Contains(c.err.Message.EN, c.en) || !strings.Contains(c.err.Message.ZH, c.zh) {
			t.Errorf("%s: %+v", c.err.Code, c.err.Message)
		}
	}
}

// Any single changed character is noticed.
func TestLinkChecksum(t *testing.T) {
	good := []byte(pack(t, []byte(small)))
	for i := len(LinkPrefix); i < len(good); i++ {
		bad := bytes.Clone(good)
		bad[i] = 'A' + (bad[i]-'A'+1)%26
		if bytes.Equal(bad, good) {
			continue
		}
		if content, err := DecodeLink(string(bad)); err == nil && string(content) != small {
			t.Fatalf("character %d changed: opens as %q", i, content)
		}
	}
}

// The largest link that inflates to the most is read within its bounds.
func TestLinkBounds(t *testing.T) {
	bomb := deflated(t, design.MaxBytes+64<<10)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	_, err := DecodeLink(bomb)
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	if !errors.Is(err, ErrLinkLarge) {
		t.Errorf("a bomb: %v, want %s", err, ErrLinkLarge.Code)
	}
	if took > 300*time.Millisecond {
		t.Errorf("took %v", took)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 64<<20 {
		t.Errorf("allocated %d bytes", used)
	}
}

func FuzzDecodeLink(f *testing.F) {
	link, err := EncodeLink([]byte(small))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(link)
	f.Add("#" + link[:len(link)-3])
	f.Add("d2.AAAA")
	f.Fuzz(func(t *testing.T, fragment string) {
		content, err := DecodeLink(fragment)
		if err != nil {
			var known *LinkError
			if !errors.As(err, &known) {
				t.Fatalf("%q: %v", fragment, err)
			}
			return
		}
		again, err := EncodeLink(content)
		if err != nil {
			return // it came in by a shorter stream than ours
		}
		back, err := DecodeLink(again)
		if err != nil || !bytes.Equal(back, content) {
			t.Fatalf("%q does not survive: %v", content, err)
		}
	})
}
