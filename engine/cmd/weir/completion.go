package main

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"weir/engine"
)

type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"${shell}"`
}

// Run prints a script that completes sub-commands, flags, kinds and files.
func (c completionCommand) Run(t *terminal, model *kong.Application) error {
	var names []string
	for _, n := range model.Children {
		if !n.Hidden {
			names = append(names, n.Name)
		}
	}
	var kinds []string
	for _, k := range engine.Kinds() {
		kinds = append(kinds, k.ID)
	}
	fill := strings.NewReplacer("@COMMANDS@", strings.Join(names, " "), "@KINDS@", strings.Join(kinds, " "), "@CASES@", cases(c.Shell, model))
	_, err := fill.WriteString(t.out, scripts[c.Shell])
	return err
}

// cases lists the flags of every sub-command in the words of a shell.
func cases(shell string, model *kong.Application) string {
	var b strings.Builder
	for _, n := range model.Children {
		var flags []string
		for _, group := range n.AllFlags(true) {
			for _, f := range group {
				flags = append(flags, f.Name)
				if shell == "fish" {
					fmt.Fprintf(&b, "complete -c weir -n '__fish_seen_subcommand_from %s' -l %s -d '%s'\n", n.Name, f.Name, strings.ReplaceAll(f.Help, "'", `\'`))
				}
			}
		}
		if shell != "fish" {
			fmt.Fprintf(&b, "    %s) flags='--%s' ;;\n", n.Name, strings.Join(flags, " --"))
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

var scripts = map[string]string{
	"bash": `_weir() {
  local word=${COMP_WORDS[COMP_CWORD]} flags=
  case ${COMP_WORDS[1]} in
@CASES@
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '@COMMANDS@' -- "$word"))
  elif [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$word"))
  elif [ "${COMP_WORDS[1]}" = kinds ]; then
    COMPREPLY=($(compgen -W '@KINDS@' -- "$word"))
  elif [ "${COMP_WORDS[1]}" = completion ]; then
    COMPREPLY=($(compgen -W 'bash zsh fish' -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F _weir weir
`,
	"zsh": `#compdef weir
_weir() {
  local flags=
  case ${words[2]} in
@CASES@
  esac
  if (( CURRENT == 2 )); then
    compadd -- @COMMANDS@
  elif [[ ${words[CURRENT]} == -* ]]; then
    compadd -- ${=flags}
  elif [[ ${words[2]} == kinds ]]; then
    compadd -- @KINDS@
  elif [[ ${words[2]} == completion ]]; then
    compadd -- bash zsh fish
  else
    _files
  fi
}
if [[ ${funcstack[1]} == _weir ]]; then _weir "$@"; else compdef _weir weir; fi
`,
	"fish": `complete -c weir -n __fish_use_subcommand -f -a '@COMMANDS@'
complete -c weir -n '__fish_seen_subcommand_from kinds' -f -a '@KINDS@'
complete -c weir -n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'
@CASES@
`,
}
