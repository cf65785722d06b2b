#!/usr/bin/env bats
# Reports from which something was lost: no other cell may change because of it.
# DAMAGE=1000 tries so many reports a layout, each with a few lines damaged.

load lib.bash

setup() {
	programs
}

# damage LAYOUT SEED PROGRAM: the cells that the report, edited by the sed
# program, gives with another value than was printed, and without a flag
damage() {
	"$gen" --form=$((2019 + 2 * ($2 % 2))) --layout="$1" --seed="$2" \
		--truth=truth.tsv >whole
	sed "$3" whole >damaged
	status=0
	"$table" damaged >cells 2>err || status=$?
	# no cell at all would not be a wrong one
	[ $status -eq 0 ] && [ -s cells ] || cat <(echo "$1 $2 $3: $status") err
	awk -F'\t' -v how="$1 $2 $3" '
		NR == FNR { truth[$1, $2, $3] = $4; next }
		$5 ~ /^t[234]$/ && $8 != "" && $12 == "" &&
		    (($5, $6, $7) in truth) && truth[$5, $6, $7] != $8 {
			print how ": " $5 "." $6 "." $7 " " $8
		}' truth.tsv cells
}

# somewhere SEED N: a line of the report, another for each N
somewhere() {
	echo $((($1 * 7919 + $2 * 104729) % $(wc -l <whole) + 1))
}

# rounds SED-COMMAND LAYOUT...
rounds() {
	local command=$1 layout seed n
	shift
	for layout; do
		for ((seed = 1; seed <= ${DAMAGE:-3}; seed++)); do
			"$gen" --form=$((2019 + 2 * (seed % 2))) --layout="$layout" \
				--seed=$seed >whole
			for n in 1 2 3 4; do
				damage "$layout" $seed "$(somewhere $seed $n)$command"
			done
		done
	done
}

text='barlines barends barpads bars para glued raw layout cells tsv pipe'

@test "a line that is lost changes no cell but its own" {
	[ "$(rounds d $text | tee /dev/stderr)" = "" ]
}

@test "a line that stands twice changes no cell" {
	[ "$(rounds p $text | tee /dev/stderr)" = "" ]
}

@test "a line end that is lost changes no cell of another row" {
	[ "$(rounds '{N;s/\n//}' $text | tee /dev/stderr)" = "" ]
}

@test "a total is not moved to the cell before it where bars pad the row" {
	[ "$(damage barlines 28 128d)" = "" ]
	[ "$(damage barlines 114 289d)" = "" ]
	"$gen" --form=2019 --layout=bars --seed=139 >whole
	[ "$(damage bars 139 '/（七）总计/s/| 0 //')" = "" ]
}

@test "two rows of heads that have become one do not order the columns" {
	[ "$(damage barlines 135 '62{N;s/\n//}')" = "" ]
	[ "$(damage tsv 107 '55{N;s/\n//}')" = "" ]
}
