#!/usr/bin/env bats
# Reports from which something was lost: no other cell may change because of it.
# DAMAGE=1000 tries so many reports a layout, each with a few lines damaged.

load lib.bash

setup() {
	programs
}

# whole LAYOUT SEED: the report to be damaged, and what it says
whole() {
	name=$1.$2
	"$gen" --form=$((2019 + 2 * ($2 % 2))) --layout="$1" --seed="$2" \
		--truth="$name.truth" >whole
}

# damage PROGRAM: the report as the sed program edits it, for wrong to look at
damage() {
	mkdir -p damaged
	count=$((${count-0} + 1))
	sed "$1" whole >"damaged/$name.$count"
	printf 'damaged/%s\t%s\n' "$name.$count" "$1" >>how
}

# wrong: the cells that damaged reports give with another value than was printed, and
# without a flag
wrong() {
	local status=0

	"$table" damaged >cells 2>err || status=$?
	# no cell at all would not be a wrong one
	[ $status -eq 0 ] || cat <(echo "status $status") err
	awk -F'\t' '
		FILENAME == "how" { how[$1] = $2; next }
		FILENAME != "cells" { truth[FILENAME, $1, $2, $3] = $4; next }
		$5 ~ /^t[234]$/ && $8 != "" && $12 == "" {
			split($1, part, /[\/.]/)
			from = "./" part[2] "." part[3] ".truth"
			compared += (from, $5, $6, $7) in truth
			if ((from, $5, $6, $7) in truth && truth[from, $5, $6, $7] != $8)
				print $1 " " how[$1] ": " $5 "." $6 "." $7 " " $8
		}
		END { if (compared == 0) print "nothing was compared" }
	' how ./*.truth cells
}

# somewhere SEED N: a line of the report, another for each N
somewhere() {
	echo $((($1 * 7919 + $2 * 104729) % $(wc -l <whole) + 1))
}

# rounds SED-COMMAND LAYOUT...: damage reports of each layout
rounds() {
	local command=$1 layout seed n
	shift
	for layout; do
		for ((seed = 1; seed <= ${DAMAGE:-3}; seed++)); do
			whole "$layout" $seed
			for n in 1 2 3 4; do
				damage "$(somewhere $seed $n)$command"
			done
		done
	done
}

text='barlines barends barpads bars para glued raw layout cells tsv pipe'

@test "a line that is lost changes no cell but its own" {
	rounds d $text
	[ "$(wrong | tee /dev/stderr)" = "" ]
}

@test "a line that stands twice changes no cell" {
	rounds p $text
	[ "$(wrong | tee /dev/stderr)" = "" ]
}

@test "a line end that is lost changes no cell of another row" {
	rounds '{N;s/\n//}' $text
	[ "$(wrong | tee /dev/stderr)" = "" ]
}

@test "a total is not moved to the cell before it where bars pad the row" {
	whole barlines 28
	damage 128d
	whole barlines 114
	damage 289d
	whole bars 139
	damage '/（七）总计/s/| 0 //'
	[ "$(wrong | tee /dev/stderr)" = "" ]
}

@test "two rows of heads that have become one do not order the columns" {
	whole barlines 135
	damage '62{N;s/\n//}'
	whole tsv 107
	damage '55{N;s/\n//}'
	[ "$(wrong | tee /dev/stderr)" = "" ]
}
