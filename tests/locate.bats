#!/usr/bin/env bats
# Hints: which cell is wrong, and what it would have to be.
bats_require_minimum_version 1.5.0

setup() {
	B=$(realpath "${B:-build}")
	check="$B/gx-check" gen="$B/tests/gen"
	export LC_ALL=C.UTF-8
	unset LC_MESSAGES NO_COLOR
	cd "$BATS_TEST_TMPDIR" || return
}

# cells < ROWS: the records of tables 3 and 4 of a report of 2021.  A row is its
# key and its values, "_" a blank; rows that are not given are zeros.
cells() {
	awk '
	function put(table, row, col, value) {
		printf "a.txt\t2023\t测试局\t2021\t%s\t%s\t%s\t%s\t\t%s\t%d\t%s\n", table,
		    row, col, value == "_" ? "" : value, value == "_" ? "" : value,
		    ++line, value == "_" ? "blank" : ""
	}
	{ for (i = 2; i <= NF; i++) v[$1, i - 1] = $i; given[$1] = 1 }
	END {
		print "doc\tyear\torg\tform\ttable\trow\tcol\tvalue\tunit\traw\tline\tflag"
		n = split("new carried_in granted partial denied.state_secret " \
		    "denied.law denied.safety denied.third_party denied.internal " \
		    "denied.process denied.case_file denied.query " \
		    "unavailable.not_held unavailable.must_create " \
		    "unavailable.unclear not_processed.petition " \
		    "not_processed.repeat not_processed.publication " \
		    "not_processed.excessive not_processed.certify " \
		    "other.no_correction other.unpaid other.misc total carried_out",
		    row)
		split("natural company research social legal other total", col)
		for (i = 1; i <= n; i++)
			for (j = 1; j <= 7; j++)
				put("t3", row[i], col[j], given[row[i]] ? v[row[i], j] : 0)
		n = split("review suit_direct suit_after", row)
		split("upheld corrected other pending total", col)
		for (i = 1; i <= n; i++)
			for (j = 1; j <= 5; j++)
				put("t4", row[i], col[j], given[row[i]] ? v[row[i], j] : 0)
	}'
}

# hints [ROWS]: the hints of the failing sums, each once
hints() {
	cells | "$check" --no-header -r 't[34].*' - |
		awk -F'\t' '$14 != "" && !seen[$14]++ { print $14 }'
}

@test "sound tables have no hint" {
	cells <<-'END' >c.tsv
	new 40 6 0 0 0 1 47
	carried_in 2 0 0 0 0 0 2
	granted 38 5 0 0 0 1 44
	denied.law 2 1 0 0 0 0 3
	total 40 6 0 0 0 1 47
	carried_out 2 0 0 0 0 0 2
	END
	run -0 "$check" --no-header -r 't3.*' -r 't4.*' c.tsv
	[ -z "$output" ]
}

@test "a detail cell: the one that its row and its column share" {
	run -0 hints <<-'END'
	new 40 6 0 0 0 1 47
	granted 38 7 0 0 0 1 44
	denied.law 2 1 0 0 0 0 3
	total 40 6 0 0 0 1 47
	END
	[ "$output" = 't3.granted.company 7 → 5 would make all 2 failing relations hold' ]
}

@test "every failing sum has the hint, and so has a finding on the cell itself" {
	cells <<-'END' >c.tsv
	new 40 6 0 0 0 1 47
	granted 40 6 -2 0 0 1 47
	total 40 6 0 0 0 1 47
	END
	run -1 "$check" --no-header -r 't3.*' c.tsv
	[ "${#lines[@]}" -eq 3 ]
	for line in "${lines[@]}"; do
		[[ "$line" == *$'\tt3.granted.research -2 → 0 would make all 2 failing relations hold (the cell is the difference)' ]]
	done
}

@test "the hint is a line of its own in the text for people, in both languages" {
	cells <<-'END' >c.tsv
	new 40 6 0 0 0 1 47
	granted 40 6 0 0 0 1 74
	total 40 6 0 0 0 1 47
	END
	run -1 "$check" -f text -r 't3.*' c.tsv
	[ "${lines[1]}" = '    hint: t3.granted.total 74 → 47 would make all 2 failing relations hold (digits swapped)' ]
	LC_ALL=zh_CN.UTF-8 run -1 "$check" -f text -r 't3.*' c.tsv
	[ "${lines[1]}" = '    提示：t3.granted.total 74 → 47 可使 2 条不成立的关系全部成立（数字颠倒）' ]
}

@test "two cells of a row swapped come before other pairs" {
	run -0 hints <<-'END'
	new 40 6 3 0 0 0 49
	granted 20 4 1 0 0 0 25
	denied.law 2 20 2 0 0 0 24
	total 40 6 3 0 0 0 49
	END
	[[ "$output" == 't3.denied.law.natural 2 → 20 and t3.denied.law.company 20 → 2 would make all 2 failing relations hold (two values swapped)'* ]]
}

@test "two cells of a column swapped" {
	run -0 hints <<-'END'
	new 40 6 3 0 0 0 49
	granted 10 4 1 0 0 0 35
	denied.law 30 2 2 0 0 0 14
	total 40 6 3 0 0 0 49
	END
	[[ "$output" == 't3.granted.natural 10 → 30 and t3.denied.law.natural 30 → 10 would make all 2 failing relations hold (two values swapped)'* ]]
}

@test "a figure in the neighbouring column" {
	run -0 hints <<-'END'
	new 40 6 0 0 0 0 46
	granted 40 3 3 0 0 0 46
	total 40 6 0 0 0 0 46
	END
	[ "$output" = 't3.granted.company 3 → 6 and t3.granted.research 3 → 0 would make all 2 failing relations hold (moved between two columns of a row)' ]
}

@test "a row that lost its first cell, or has one too many" {
	run -0 hints <<-'END'
	new 40 6 3 2 0 1 52
	granted 30 4 3 2 0 1 40
	denied.law 2 0 0 0 0 12 0
	partial 0 0 0 0 0 0 0
	total 40 6 3 2 0 1 52
	END
	[[ "$output" == 't3.denied.law.natural 2 → 10, t3.denied.law.company 0 → 2, t3.denied.law.other 12 → 0 and t3.denied.law.total 0 → 12 would make all 5 failing relations hold (the row is moved by one column)'* ]]
	run -0 hints <<-'END'
	new 40 6 3 2 0 1 52
	granted 30 4 3 2 0 1 40
	denied.law 0 10 2 0 0 0 0
	total 40 6 3 2 0 1 52
	END
	[[ "$output" == 't3.denied.law.natural 0 → 10, t3.denied.law.company 10 → 2, t3.denied.law.research 2 → 0 and t3.denied.law.total 0 → 12 would make all '* ]]
}

@test "a total that is wrong in its column and in its row" {
	run -0 hints <<-'END'
	new 40 6 0 0 0 0 46
	granted 40 6 0 0 0 0 46
	total 42 6 0 0 0 0 48
	END
	[ "$output" = 't3.total.natural 42 → 40 and t3.total.total 48 → 46 would make all 4 failing relations hold (a cell and the total that follows it)' ]
}

@test "a balance that fails has three rows to choose from" {
	run -0 hints <<-'END'
	new 40 6 0 0 0 0 46
	carried_in 2 0 0 0 0 0 2
	granted 40 6 0 0 0 0 46
	total 40 6 0 0 0 0 46
	carried_out 5 0 0 0 0 0 5
	END
	[ "$(grep -o '; or' <<<"$output" | wc -l)" -eq 2 ]
	for row in new carried_in carried_out; do
		[[ "$output" == *"t3.$row.natural "*"t3.$row.total "* ]]
	done
}

@test "table 4: no more than five sets, the likely ones first" {
	run -0 hints <<-'END'
	review 5 1 2 0 80
	suit_direct 10 1 0 0 0
	suit_after 0 0 3 0 0
	END
	[ "${#lines[@]}" -eq 3 ]
	[[ "${lines[0]}" == 't4.review.total 80 → 8 would make the relation hold (a digit too many); or '* ]]
	[ "$(grep -o '; or' <<<"${lines[0]}" | wc -l)" -eq 4 ]
	# what would have to be less than nothing is not offered
	[ "${lines[1]}" = 't4.suit_direct.total 0 → 11 would make the relation hold (total left at 0)' ]
	[ "${lines[2]}" = 't4.suit_after.total 0 → 3 would make the relation hold (total left at 0); or t4.suit_after.other 3 → 0 (the cell is the difference)' ]
}

@test "digits: one lost, one doubled" {
	run -0 hints <<-'END'
	review 12 0 0 0 12
	suit_direct 3 1 0 0 31
	suit_after 122 1 0 0 13
	END
	[[ "${lines[0]}" == 't4.suit_direct.upheld 3 → 30 would make the relation hold (a digit lost); or '* ]]
	[[ "${lines[1]}" == 't4.suit_after.upheld 122 → 12 would make the relation hold (a digit doubled); or '* ]]
}

@test "blanks: one total, and the totals of many rows" {
	run -0 hints <<-'END'
	new 40 6 0 0 0 0 46
	carried_in 2 0 0 0 0 0 _
	granted 42 6 0 0 0 0 48
	total 42 6 0 0 0 0 48
	END
	[ "$output" = 't3.carried_in.total (blank) → 2 would make the relation hold (left blank)' ]
	run -0 hints <<-'END'
	new 40 6 3 0 0 0 49
	granted 10 2 1 0 0 0 _
	partial 10 2 1 0 0 0 _
	denied.law 10 1 1 0 0 0 _
	denied.query 5 1 0 0 0 0 _
	unavailable.not_held 5 0 0 0 0 0 _
	total 40 6 3 0 0 0 49
	END
	[ "$output" = 't3.granted.total (blank) → 13, t3.partial.total (blank) → 13, t3.denied.law.total (blank) → 12 and 2 more would make the relation hold (left blank)' ]
}

@test "more than two wrong cells: those that mend two sums each" {
	run -0 hints <<-'END'
	new 40 6 3 2 0 0 51
	granted 11 2 1 2 0 0 15
	partial 10 4 1 0 0 0 13
	denied.law 20 2 4 0 0 0 23
	total 40 6 3 2 0 0 51
	END
	[[ "$output" == *'t3.granted.natural 11 → 10 would make 2 of the 6 failing relations hold'* ]]
	[[ "$output" == *'t3.partial.company 4 → 2'* ]]
	[[ "$output" == *'t3.denied.law.research 4 → 1'* ]]
}

@test "a relation that cannot be judged is left out" {
	cells <<-'END' | grep -v $'\tgranted\tcompany\t' >c.tsv
	new 40 6 0 0 0 1 47
	granted 38 5 0 0 0 1 44
	denied.law 2 3 0 0 0 0 3
	total 40 6 0 0 0 1 47
	END
	run -1 "$check" --no-header -r t3.total -r t3.rowsum -r t3.balance c.tsv
	[[ "$output" == *'t3.denied.law.company 3 → 1 would make the relation hold'* ]]
}

@test "own rules on an own table have hints too, and need no form" {
	cat >own.rules <<-'END'
	rule own.row
	level warning
	each r in {a b c}
	must g.$r.x + g.$r.y = g.$r.sum

	rule own.col
	level error
	each c in {x y sum}
	must g.a.$c + g.b.$c = g.c.$c

	rule own.other
	level error
	must g.a.x * 2 = g.b.x + 1
	END
	for cell in a.x=1 a.y=2.5 a.sum=3.5 b.x=4 b.y=5 b.sum=9 c.x=5 c.y=8.5 c.sum=12.5; do
		printf 'b.txt\t2023\t\t\tg\t%s\t%s\t%s\t\t%s\t1\t\n' "${cell%%.*}" \
			"$(cut -d. -f2 <<<"${cell%%=*}")" "${cell#*=}" "${cell#*=}"
	done >own.tsv
	run -1 "$check" --no-header --rules own.rules -r 'own.*' own.tsv
	[ "$(cut -f5,14 <<<"${lines[0]}")" = $'own.row\tg.c.y 8.5 → 7.5 would make all 2 failing relations hold (total not updated)' ]
	[ "$(cut -f5,14 <<<"${lines[1]}")" = $'own.col\tg.c.y 8.5 → 7.5 would make all 2 failing relations hold (total not updated)' ]
	# a product is no sum
	[ "$(cut -f5,14 <<<"${lines[2]}")" = $'own.other\t' ]
}

@test "many sums with large numbers end in good time" {
	{ echo 'rule m.a'; echo 'level error'
	echo 'each i in {0 1 2 3 4 5 6 7 8 9}'; echo 'each j in {0 1 2 3 4 5 6 7 8 9}'
	echo 'each k in {0 1 2 3 4 5 6 7 8 9}'
	echo 'must m.a$i.c + m.b.$j + m.$k.c = m.b.$k + m.$i.c'; } |
		sed 's/a\$i/$i/' >many.rules
	for i in {0..9}; do
		printf 'b.txt\t2023\t\t\tm\t%s\tc\t%s\t\t\t1\t\n' "$i" "99999999999999999$i"
		printf 'b.txt\t2023\t\t\tm\tb\t%s\t%s\t\t\t1\t\n' "$i" "-8888888888888888$i"
	done >many.tsv
	run -1 timeout 10 "$check" --no-header --rules many.rules -r m.a many.tsv
	[ "${#lines[@]}" -gt 100 ]
}

# first FAULT: of 100 generated reports, in how many the first hint undoes it
first() {
	"$gen" --count=100 --layout=tsv --seed=3 --dir=sound >sound.log
	"$gen" --count=100 --layout=tsv --seed=3 --fault="$1" --dir=wrong
	"$check" --no-header -r 't3.*' -r 't4.*' wrong >found.tsv || true
	awk -F'\t' -v dir=wrong/ '
	FILENAME ~ /sound/ { sound[$1, $2 "." $3 "." $4] = $5; next }
	FILENAME ~ /truth/ {
		key = $2 "." $3 "." $4
		if (sound[$1, key] != $5) {
			want[$1] = want[$1] (want[$1] == "" ? "" : " and ") \
			    key " " $5 " → " sound[$1, key]
		}
		next
	}
	{
		doc = substr($1, length(dir) + 1)
		if ($14 == "" || doc in said) next
		said[doc] = 1
		hint = $14
		sub(/ would make .*/, "", hint)
		good += hint == want[doc]
	}
	END { for (doc in want) n++; print good + 0, "of", n }' \
		sound.truth.tsv wrong.truth.tsv found.tsv
}

@test "generated reports: the wrong detail cell, row total, column total" {
	[ "$(first detail)" = '100 of 100' ]
	[ "$(first rowtotal)" = '100 of 100' ]
	[ "$(first coltotal)" = '100 of 100' ]
	[ "$(first t4total)" = '100 of 100' ]
}
