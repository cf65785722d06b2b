#!/usr/bin/env bats
# The generator of test reports: what it claims about its reports holds.

setup() {
	gen="${B:-build}/tests/gen"
	cd "$BATS_TEST_DIRNAME/.." || return 1
}

# Which of the sums do not hold in truth lines (table row col value) on stdin?
broken() {
	awk -F'\t' '
	function bad(rule) { seen[rule] = 1 }
	$1 == "t3" {
		row[$2] = 1
		v[$2, $3] = $4
		six[$2] += $3 != "total" ? $4 : 0
		if ($2 !~ /^(new|carried_in|total|carried_out)$/)
			result[$3] += $4
	}
	$1 == "t4" { if ($3 == "total") total[$2] = $4; else four[$2] += $4 }
	END {
		for (r in row)
			if (six[r] != v[r, "total"]) bad("t3.rowsum")
		for (c in result) {
			if (result[c] != v["total", c]) bad("t3.total")
			if (v["new", c] + v["carried_in", c] != \
			    v["total", c] + v["carried_out", c]) bad("t3.balance")
		}
		for (r in total) if (four[r] != total[r]) bad("t4.total")
		for (s in seen) print s
	}' | LC_ALL=C sort
}

# Text without what the layouts put between and around its parts.
bare() {
	LC_ALL=C sed -e 's/<[^>]*>//g' -e 's/^\f*- [0-9]* -$//' |
		LC_ALL=C tr -d '\t\n |\f'
}

names() {
	"$gen" --list | awk -F'\t' -v kind="$1" '$1 == kind { print $2 }'
}

@test "the same seed gives the same bytes, whatever the locale and the zone" {
	a=$(LC_ALL=C TZ=UTC "$gen" --count=300 --tar --seed=5 --noise | cksum)
	b=$(LC_ALL=C.UTF-8 TZ=Asia/Shanghai "$gen" --count=300 --tar --seed=5 --noise | cksum)
	c=$("$gen" --count=300 --tar --seed=6 --noise | cksum)
	[ "$a" = "$b" ]
	[ "$a" != "$c" ]
}

@test "the figures of a sound report add up" {
	for form in 2019 2021; do
		for seed in 1 2 3 4 5 6 7 8 9 10 11 12; do
			"$gen" --seed=$seed --form=$form --layout=cells \
				--truth="$BATS_TEST_TMPDIR/t" > /dev/null
			[ -z "$(broken < "$BATS_TEST_TMPDIR/t")" ]
		done
	done
}

@test "the truth has every cell of the form" {
	"$gen" --form=2019 --layout=tsv --truth="$BATS_TEST_TMPDIR/old" > /dev/null
	"$gen" --form=2021 --layout=tsv --truth="$BATS_TEST_TMPDIR/new" > /dev/null
	[ "$(wc -l < "$BATS_TEST_TMPDIR/old")" -eq $((22 + 161 + 15)) ]
	[ "$(wc -l < "$BATS_TEST_TMPDIR/new")" -eq $((10 + 175 + 15)) ]
}

@test "--zero makes every figure 0" {
	"$gen" --zero --layout=cells --truth="$BATS_TEST_TMPDIR/t" > /dev/null
	[ "$(cut -f4 "$BATS_TEST_TMPDIR/t" | sort -u)" = 0 ]
}

@test "noise does not change the truth" {
	for seed in 1 2 3 4 5; do
		"$gen" --seed=$seed --layout=tsv --truth="$BATS_TEST_TMPDIR/a" > "$BATS_TEST_TMPDIR/x"
		"$gen" --seed=$seed --layout=tsv --noise --truth="$BATS_TEST_TMPDIR/b" > "$BATS_TEST_TMPDIR/y"
		cmp "$BATS_TEST_TMPDIR/a" "$BATS_TEST_TMPDIR/b"
		if cmp -s "$BATS_TEST_TMPDIR/x" "$BATS_TEST_TMPDIR/y"; then false; fi
	done
}

@test "--varied says the same in other words, which shrink as real ones do" {
	local one="$BATS_TEST_TMPDIR/a" other="$BATS_TEST_TMPDIR/b" plain packed

	"$gen" --count=300 --tar --layout=cells,tsv,pipe --truth="$one" >/dev/null
	"$gen" --count=300 --tar --layout=cells,tsv,pipe --truth="$other" \
		--varied >"$BATS_TEST_TMPDIR/r.tar"
	cmp "$one" "$other"
	plain=$(wc -c <"$BATS_TEST_TMPDIR/r.tar")
	packed=$(gzip -6 <"$BATS_TEST_TMPDIR/r.tar" | wc -c)
	[ $((plain * 10 / packed)) -ge 37 ]
	[ $((plain * 10 / packed)) -le 43 ]
	run -0 "${B:-build}/gx-check" --no-header "$BATS_TEST_TMPDIR/r.tar"
	[ "$output" = "" ]
}

@test "--styled changes how a page or a Word file looks and nothing it says" {
	for name in html docx; do
		for look in '' --styled; do
			# shellcheck disable=SC2086 # no argument for the plain look
			"$gen" --seed=2 --layout=$name --varied $look \
				>"$BATS_TEST_TMPDIR/$name$look"
			"${B:-build}/gx-table" --no-header "$BATS_TEST_TMPDIR/$name$look" |
				cut -f2-8 >"$BATS_TEST_TMPDIR/cells$look"
		done
		cmp "$BATS_TEST_TMPDIR/cells" "$BATS_TEST_TMPDIR/cells--styled"
		[ "$(wc -l <"$BATS_TEST_TMPDIR/cells")" -gt 190 ]
	done
	[ "$(wc -c <"$BATS_TEST_TMPDIR/html--styled")" -gt 60000 ]
}

@test "each layout prints the labels of the form and the headings" {
	for name in $(names layout); do
		"$gen" --seed=2 --year=2023 --layout="$name" | bare > "$BATS_TEST_TMPDIR/new"
		"$gen" --seed=2 --year=2019 --layout="$name" | bare > "$BATS_TEST_TMPDIR/old"
		for label in 一、总体情况 （一）主动公开情况 二、主动公开政府信息情况 \
			规章 行政许可 行政强制 行政事业性收费 自然人 法人或其他组织 \
			（一）予以公开 1.属于国家秘密 8.属于行政查询事项 2.重复申请 \
			（七）总计 四、结转下年度继续办理 未经复议直接起诉 六、其他需要报告的事项; do
			grep -qF "$label" "$BATS_TEST_TMPDIR/new" || { echo "$name: $label"; false; }
			grep -qF "$label" "$BATS_TEST_TMPDIR/old" || { echo "$name: $label"; false; }
		done
		grep -qF 现行有效件数 "$BATS_TEST_TMPDIR/new"
		grep -qF 3.其他 "$BATS_TEST_TMPDIR/new"
		grep -qF 其他对外管理服务事项 "$BATS_TEST_TMPDIR/old"
		grep -qF 采购总金额 "$BATS_TEST_TMPDIR/old"
		# pages of two columns tear long labels
		[ "$name" = layout ] && continue
		for label in 社会公益组织 （三）不予公开 （五）不予处理 尚未审结 \
			5.要求行政机关确认或重新出具已获取信息; do
			grep -qF "$label" "$BATS_TEST_TMPDIR/new" || { echo "$name: $label"; false; }
		done
	done
}

@test "the numbers of the truth stand in the text, in their order" {
	for name in cells tsv pipe bars para; do
		"$gen" --seed=4 --year=2022 --layout="$name" --truth="$BATS_TEST_TMPDIR/t" |
			sed -n '/^#* *三、/,/^#* *四、政府/p' | tr '\t|' '\n\n' | tr -d ' ' |
			grep -x '[0-9][0-9]*' > "$BATS_TEST_TMPDIR/got"
		grep ^t3 "$BATS_TEST_TMPDIR/t" | cut -f4 | cmp - "$BATS_TEST_TMPDIR/got"
	done
}

@test "each fault changes the report and nothing around it" {
	for name in $(names fault); do
		[ "$name" = none ] && continue
		"$gen" --seed=3 --year=2022 --layout=tsv --fault="$name" > "$BATS_TEST_TMPDIR/bad"
		"$gen" --seed=3 --year=2022 --layout=tsv > "$BATS_TEST_TMPDIR/good"
		if cmp -s "$BATS_TEST_TMPDIR/bad" "$BATS_TEST_TMPDIR/good"; then
			echo "$name"
			false
		fi
		# every report keeps its publisher and its closing date
		[ "$name" = latedate ] || [ "$(tail -n 3 "$BATS_TEST_TMPDIR/bad")" = "$(tail -n 3 "$BATS_TEST_TMPDIR/good")" ]
	done
}

@test "a fault in the sums breaks the rules it names and no other sum" {
	for name in none detail rowtotal balance coltotal t4total t4cell negative; do
		want=$("$gen" --list | awk -F'\t' -v n="$name" '$2 == n { print $3 }' |
			tr ' ' '\n' | grep -v int | LC_ALL=C sort)
		for seed in 1 2 3 4 5 6; do
			"$gen" --seed=$seed --layout=cells --fault="$name" \
				--truth="$BATS_TEST_TMPDIR/t" > /dev/null
			[ "$(broken < "$BATS_TEST_TMPDIR/t")" = "$want" ] || { echo "$name $seed"; false; }
		done
	done
}

@test "a blank or slash has an empty value, a row that is missing no line" {
	for name in blank slash blanktotal; do
		"$gen" --seed=3 --layout=cells --fault=$name --truth="$BATS_TEST_TMPDIR/t" > /dev/null
		[ "$(awk -F'\t' '$4 == ""' "$BATS_TEST_TMPDIR/t" | wc -l)" -eq 1 ]
	done
	"$gen" --form=2021 --layout=cells --fault=missingrow --truth="$BATS_TEST_TMPDIR/t" > /dev/null
	[ "$(wc -l < "$BATS_TEST_TMPDIR/t")" -eq 193 ]
	"$gen" --layout=cells --fault=image --truth="$BATS_TEST_TMPDIR/t" > /dev/null
	[ ! -s "$BATS_TEST_TMPDIR/t" ]
}

@test "folder and tar hold the same reports, and the truth of all" {
	"$gen" --count=1100 --dir="$BATS_TEST_TMPDIR/d" --layout=cells,glued
	"$gen" --count=1100 --tar --layout=cells,glued --truth="$BATS_TEST_TMPDIR/t" > "$BATS_TEST_TMPDIR/r.tar"
	mkdir "$BATS_TEST_TMPDIR/e"
	tar -C "$BATS_TEST_TMPDIR/e" -xf "$BATS_TEST_TMPDIR/r.tar"
	diff -r "$BATS_TEST_TMPDIR/d" "$BATS_TEST_TMPDIR/e"
	cmp "$BATS_TEST_TMPDIR/d.truth.tsv" "$BATS_TEST_TMPDIR/t"
	[ -f "$BATS_TEST_TMPDIR/d/001/001099.txt" ]
	[ "$(cut -f1 "$BATS_TEST_TMPDIR/t" | uniq | wc -l)" -eq 1100 ]
}

@test "what cannot be is refused with status 2" {
	for bad in --layout=nosuch --fault=nosuch --form=2020 --year=1999 \
		--count=3 --tar "--fault=shifted --layout=cells" "--zero --fault=blanktotal" \
		"--fault=oldform --year=2020" operand; do
		# shellcheck disable=SC2086
		run "$gen" $bad
		[ "$status" -eq 2 ] || { echo "$bad"; false; }
	done
	run bash -c "'$gen' > /dev/full"
	[ "$status" -eq 2 ]
}
