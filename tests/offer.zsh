# The .zshrc of a zsh on a terminal that says what it would offer to complete $LINE
# with: into the file $OUT, and on the terminal as the user sees it.  Then it ends.
# docs.bats starts it; the completions are those of the folder $COMPLETIONS.
fpath=($COMPLETIONS $fpath)
autoload -Uz compinit
compinit -u -d $ZDOTDIR/dump
LISTMAX=10000 # ask nothing

# All that is offered goes through compadd; with -O, -A or -D it only fills arrays.
compadd()
{
	local -a hits

	if ((! ${argv[(I)-[OAD]]})); then
		builtin compadd -A hits "$@"
		print -rl -- $hits >>$OUT
	fi
	builtin compadd "$@"
}

zle -C offer list-choices _main_complete
zle-line-init()
{
	BUFFER=$LINE CURSOR=$#LINE
	zle offer
	exit
}
zle -N zle-line-init
