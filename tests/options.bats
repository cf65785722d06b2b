#!/usr/bin/env bats
# The command line: what every program takes there, and what it refuses.

load lib.bash

setup() {
	programs
	"$gen" --seed=3 --layout=tsv >a.txt
}

# refuses MESSAGE PROGRAM ARGUMENTS...: wrong usage, told with that message alone
refuses() {
	run -2 --separate-stderr "${@:2}" a.txt
	[ -z "$output" ]
	[ "$stderr" = "${2##*/}: $1" ]
}

@test "a size has units, and one beyond those of the machine is refused" {
	for size in 18446744073709551615 17179869183G 67108864 65536K 64m 1G; do
		"$split" --max-document=$size a.txt | cmp - <("$split" a.txt)
	done
	for size in 18446744073709551616 17179869184G 999999999999999999999999k; do
		refuses "--max-document: $size is too large" "$split" --max-document=$size
	done
	for size in '' x -1 +1 ' 1' 1.5 1KB 1T 1k1 0x10; do
		refuses "--max-document wants a number, not \"$size\"" "$split" --max-document="$size"
	done
}

# with_argument PROGRAM: its long options that take one
with_argument() { "$1" --help | grep -oE -- '^  (-.,|   ) --[a-z0-9-]+=' | grep -oE -- '--[^=]*'; }

@test "an argument that is missing or empty is told, whatever the option" {
	programs="$split $table $check $sum"
	! is_sanitized || programs="$check $sum" # they have the options of all
	for program in $programs; do
		for option in $(with_argument "$program"); do
			run -2 --separate-stderr "$program" a.txt "$option"
			[[ "$stderr" == "${program##*/}: $option wants an argument: "* ]]
			[ "$option" != --group ] || continue # '' is one group
			run -2 --separate-stderr "$program" "$option=" a.txt
			[[ "$stderr" == "${program##*/}: $option wants "*", not \"\"" ]]
			run -2 --separate-stderr "$program" "$option" '' a.txt
			[[ "$stderr" == "${program##*/}: $option wants "*", not \"\"" ]]
		done
	done
	run -2 env LC_ALL=zh_CN.UTF-8 "$check" --rules= a.txt
	[ "$output" = 'gx-check: --rules 需要 FILE，而不是“”' ]
	run -0 "$sum" --mixed -g '' a.txt
}

@test "an unknown option is told with the nearest one" {
	refuses 'no option --o; did you mean --output? (--help lists all)' "$check" --o=x
	refuses 'no option --no-head; did you mean --no-header? (--help lists all)' "$split" --no-head
	refuses 'no option --jbos; did you mean --jobs? (--help lists all)' "$table" --jbos=2
	# what has nothing in common with an option is not near to any
	refuses 'no option --- (--help lists all)' "$check" ---
	refuses 'no option --zqx (--help lists all)' "$sum" --zqx
	refuses 'no option -é (--help lists all)' "$sum" -éa
	refuses '--no-header takes no argument' "$sum" --no-header=x
}
