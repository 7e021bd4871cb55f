package main

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/alecthomas/kong"
)

// The parser speaks English; these are its words in Chinese.
var (
	helpWords = strings.NewReplacer(
		"Usage: ", "用法：", "Flags:", "选项：", "Commands:", "命令：", "Arguments:", "参数：",
		"<command>", "<命令>", "[flags]", "[选项]", "Show context-sensitive help.", "显示帮助。",
		"for more information on a command.", "查看各命令的用法。", "Run \"", "运行 \"",
	)
	complaints = []struct {
		pattern *regexp.Regexp
		zh      string
	}{
		{regexp.MustCompile(`^unexpected argument (.+), did you mean (.+)\?$`), "多余的参数 $1，是否指 $2？"},
		{regexp.MustCompile(`^unexpected argument (.+)$`), "多余的参数 $1"},
		{regexp.MustCompile(`^unknown flag (.+), did you mean (.+)\?$`), "未知选项 $1，是否指 $2？"},
		{regexp.MustCompile(`^unknown flag (.+)$`), "未知选项 $1"},
		{regexp.MustCompile(`^expected one of (.+)$`), "应为以下之一：$1"},
		{regexp.MustCompile(`^expected (.+)$`), "缺少 $1"},
		{regexp.MustCompile(`^(.+): expected a whole number such as (.+) or (.+), not (.+)$`), "$1：应为整数，例如 $2 或 $3，而不是 $4"},
		{regexp.MustCompile(`^(.+): expected (.+) value.*$`), "$1：缺少 $2 值"},
		{regexp.MustCompile(`^(.+) must be one of (.+) but got (.+)$`), "$1 应为 $2 之一，而不是 $3"},
		{regexp.MustCompile(`^(.+): bool value must be .+$`), "$1：应为真值"},
	}
)

// help prints how a command is used.
func (t *terminal) help(options kong.HelpOptions, ctx *kong.Context) error {
	var text bytes.Buffer
	out := ctx.Stdout
	ctx.Stdout = &text
	err := kong.DefaultHelpPrinter(options, ctx)
	ctx.Stdout = out
	if err != nil {
		return err
	}
	if t.lang == "zh" {
		_, err = helpWords.WriteString(out, text.String())
		return err
	}
	_, err = out.Write(text.Bytes())
	return err
}

// parsers' hints that name what cannot be typed, or not what can.
var hints = []struct {
	pattern *regexp.Regexp
	say     string
}{
	{regexp.MustCompile(`^expected "<shell>"$`), `expected one of "bash", "zsh", "fish"`},
	{regexp.MustCompile(`must be one of "",`), `must be one of `},
	{regexp.MustCompile(`^(--\w+: expected \w+ value but got "[^"]*") \(short flag\).*$`), `$1`},
	{regexp.MustCompile(`expected value value but got `), `expected a whole number such as 100000 or 1e5, not `},
}

func hinted(message string) string {
	for _, h := range hints {
		message = h.pattern.ReplaceAllString(message, h.say)
	}
	return message
}

// misused says what is wrong with the arguments.
func misused(err error, lang string) string {
	message := hinted(err.Error())
	if lang != "zh" {
		return message
	}
	for _, c := range complaints {
		if c.pattern.MatchString(message) {
			return c.pattern.ReplaceAllString(message, c.zh)
		}
	}
	return message
}
