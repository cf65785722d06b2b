#!/usr/bin/env bats
# The samples and the collected reports that stand beside the checkout, where
# they are there: they are not part of the project.

load lib.bash

setup() {
	programs
	shared=$(realpath -m "$here/../../shared")
	raw="$shared/reports/raw"
	[ -d "$raw" ] || skip "no ../shared"
}

# score ARGS...: what the official scorer says of gx-table
score() {
	"$shared/tools/score" "$table" "$shared/reports/truth" "$raw" "$@"
}

# sample N: its file
sample() {
	echo "$raw"/sample-00"$1".*
}

# broken FILE: the rules that fail at level error, with cell and message
broken() {
	"$check" --no-header "$1" |
		awk -F'\t' '$6 == "error" && $7 == "fail" {
			print $5, $9 "." $10 ": " $13 }'
}

# put N TABLE.ROW.COL VALUE: sample N with another number in that cell.  The
# layout has a cell a line, or a row a line in tabs.
put() {
	local file line old col

	file=$(sample "$1")
	IFS='|' read -r line old col < <("$table" --no-header "$file" |
		awk -F'\t' -v key="$2" '
			$11 != last { col = 0; last = $11 }
			{ col++ }
			$5 "." $6 "." $7 == key { print $11 "|" $10 "|" col }')
	[ -n "$line" ]
	awk -v at="$line" -v old="$old" -v new="$3" -v n="$col" '
		BEGIN { FS = OFS = "\t" }
		NR == at {
			done = 0
			for (i = NF; i > 0 && n > 0 && NF > 3; i--)
				if ($i ~ /^ *[0-9]+ *$/)
					last[++found] = i
			if (found > 1)
				$(last[found - n + 1]) = new
			else
				sub(old, new)
		}
		1' "$file" >changed.txt
	! cmp -s "$file" changed.txt
	[ "$("$table" --no-header changed.txt | cell "$2" | cut -d'|' -f1)" = "$3" ]
}

@test "every cell of the samples is right" {
	run -0 score sample-000 sample-001 sample-002 sample-003 --min 1
	[[ "${lines[-1]}" == *$'\twrong 0\tmissing 0\tshare 1.0000' ]]
	[ "${#lines[@]}" -eq 5 ]
	[[ "$output" != *$'\textra '[1-9]* ]]
}

@test "sample 004 has three images and no cell" {
	run -0 "$table" --no-header "$(sample 4)"
	[ -z "$(figures <<<"$output")" ]
	for t in t2 t3 t4; do
		[ "$(fact $t.cells <<<"$output" | cut -d'|' -f1)" = 0 ]
		[ "$(fact $t.images <<<"$output" | cut -d'|' -f1)" = 1 ]
	done
	run "$check" --no-header "$(sample 4)"
	[ "$(awk -F'\t' '$5 == "s.table" && $7 == "fail"' <<<"$output" | wc -l)" -ge 1 ]
	for rule in t3.balance t3.total t3.rowsum t4.total; do
		run "$check" --no-header --stats -r $rule "$(sample 4)"
		[ "$(head -n 1 <<<"$output" | cut -f3,4)" = $'0\t0' ]
		[ "$(head -n 1 <<<"$output" | cut -f5)" -ge 1 ]
	done
}

@test "the arithmetic of the samples holds" {
	local n

	for n in 0 1 2 3; do
		run "$check" --no-header -r 't3.*' -r 't4.*' "$(sample $n)"
		[ -z "$(awk -F'\t' '$6 == "error"' <<<"$output")" ]
	done
}

@test "sample 000 cites the repealed order 492" {
	run "$check" --no-header -r m.law "$(sample 0)"
	[[ "$output" == *492* ]]
	for n in 1 2 3; do
		run "$check" --no-header -r m.law "$(sample $n)"
		[[ "$output" != *492* ]]
	done
}

@test "the surplus cell and the shifted row of sample 002 are warnings" {
	run "$check" --no-header "$(sample 2)"
	[ "$(awk -F'\t' '$6 == "warning" && $5 ~ /cells$/' <<<"$output" | wc -l)" -ge 1 ]
	[ "$(awk -F'\t' '$6 == "warning" && $5 ~ /shift/' <<<"$output" | wc -l)" -ge 1 ]
	[ -z "$(awk -F'\t' '$6 == "error" && $5 ~ /^t/' <<<"$output")" ]
}

@test "a changed number breaks the rules it must, with its operands" {
	local n new old

	for n in 0 1 3; do
		old=$("$table" --no-header "$(sample $n)" |
			cell t3.new.natural | cut -d'|' -f1)
		put $n t3.new.natural $((old + 3))
		run broken changed.txt
		[[ "$output" == *"t3.balance total.natural: "*": $((old + 3)) + "*" ≠ "* ]]
		[[ "$output" == *"t3.rowsum new.total: "*": $((old + 3)) + "*" ≠ "* ]]
		[ "$(cut -d' ' -f1 <<<"$output" | sort -u | tr '\n' ' ')" = \
			"t3.balance t3.rowsum " ]

		old=$("$table" --no-header "$(sample $n)" |
			cell t3.denied.law.natural | cut -d'|' -f1)
		put $n t3.denied.law.natural $((old + 5))
		run broken changed.txt
		[ "$(cut -d' ' -f1 <<<"$output" | sort -u | tr '\n' ' ')" = \
			"t3.rowsum t3.total " ]

		old=$("$table" --no-header "$(sample $n)" |
			cell t4.review.total | cut -d'|' -f1)
		put $n t4.review.total $((old + 1))
		run broken changed.txt
		[ "$(cut -d' ' -f1 <<<"$output" | sort -u | tr '\n' ' ')" = "t4.total " ]
		[[ "$output" == *"≠ $((old + 1))"* ]]
	done
}

@test "no cell of any collected report is wrong" {
	run score
	echo "${lines[-1]}"
	[[ "${lines[-1]}" == all$'\t'*$'\twrong 0\t'* ]]
	[ "$(sed 's/.*share //' <<<"${lines[-1]}" | tr -d .)" -ge 9900 ]
}
