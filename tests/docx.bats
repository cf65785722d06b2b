#!/usr/bin/env bats
# Word files: the text with its numbers, tables with their spans, images.

load lib.bash
setup() {
	programs
	need zip iconv
	mkdir -p _rels word/_rels
	echo '<Types/>' > '[Content_Types].xml'
	relation officeDocument word/document.xml > _rels/.rels
}

relation() {
	echo "<Relationships><Relationship Id='a' Type='http://x/$1' Target='$2'/></Relationships>"
}

# Make a.docx of the body on standard input.
pack() {
	printf '<w:document xmlns:w="x"><w:body>%s</w:body></w:document>' "$(cat)" > word/document.xml
	rm -f a.docx
	zip -q -r -X a.docx '[Content_Types].xml' _rels word
}

# Its blocks: kind, place, text.
blocks() {
	pack
	"$split" a.docx | sed 1d | cut -f5-
}

# A paragraph, a cell with properties.
p() { printf '<w:p>%s<w:r><w:t>%s</w:t></w:r></w:p>' "${2-}" "$1"; }
tc() { printf '<w:tc><w:tcPr>%s</w:tcPr>%s</w:tc>' "${2-}" "$(p "$1")"; }

same() {
	[ "$1" = "$2" ] || { printf '%s\n--- wanted\n%s\n' "$1" "$2"; return 1; }
}

@test "all figures of generated files are read, in both forms, with noise" {
	for form in 2019 2021; do
		for seed in 1 2 3 4 5 6 7 8; do
			for noise in '' --noise; do
				report a.docx --layout=docx --form=$form --seed=$seed $noise
				true_cells a.docx || return 1
			done
		done
	done
}

@test "the same report as HTML gives the same cells" {
	for form in 2019 2021; do
		for l in html docx; do
			"$gen" --layout=$l --form=$form --seed=5 > report.$l
			"$table" report.$l | awk -F'\t' '$5 ~ /^t[234]$/' | cut -f5-9 > cells.$l
		done
		cmp cells.html cells.docx
	done
}

@test "merged cells" {
	same "$({
		echo '<w:tbl><w:tr>'
		tc 甲 '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>'; tc 1
		echo '</w:tr><w:tr>'
		tc 隐 '<w:gridSpan w:val="2"/><w:vMerge/>'; tc 2
		echo '</w:tr><w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>'
		tc 乙; tc 3
		echo '</w:tr></w:tbl>'
	} | blocks)" "$(printf 'cell\t%s\n' '1.1.1+2×2	甲' '1.1.3	1' '1.2.3	2' '1.3.2	乙' '1.3.3	3')"
}

@test "a cell goes on with the one above only where that is merged, too" {
	same "$({
		echo '<w:tbl><w:tr>'; tc 甲 '<w:vMerge w:val="restart"/>'; tc 1; echo '</w:tr><w:tr>'; tc 乙; tc 2
		echo '</w:tr><w:tr>'; tc 丙 '<w:vMerge/>'; tc 3 '<w:vMerge w:val="continue"/>'; echo '</w:tr><w:tr>'; tc 隐 '<w:vMerge/>'; tc 4
		echo '</w:tr></w:tbl>'
	} | blocks)" "$(printf 'cell\t%s\n' '1.1.1+1×1	甲' '1.1.2	1' '1.2.1	乙' '1.2.2	2' '1.3.1+2×1	丙' '1.3.2	3' '1.4.2	4')"
}

@test "tabs are blanks, line breaks are soft, page breaks nothing" {
	same "$({
		echo '<w:tbl><w:tr><w:tc><w:p><w:r><w:t>本年新</w:t><w:br/><w:t>制作</w:t></w:r></w:p></w:tc>'
		echo '<w:tc><w:p><w:r><w:t>a</w:t><w:tab/><w:t xml:space="preserve">b </w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
		echo '<w:p><w:r><w:t> 前</w:t><w:br w:type="page"/><w:t>后</w:t></w:r></w:p>'
	} | blocks)" "$(printf '%s\n' 'cell	1.1.1+1×1	本年新制作' 'cell	1.1.2	a b ' 'text		前后')"
}

@test "what stands between two figures keeps them apart" {
	same "$(for x in '<w:br w:type="page"/>' '<w:br w:type="column"/>' '<w:ptab w:alignment="right"/>' '<w:footnoteReference w:id="1"/>' \
		'<w:sym w:font="Wingdings" w:char="F0FE"/>' '<w:sym w:font="a" w:char="25A1"/>' '<w:sym/>' '<w:sym w:char="x5;6"/>'; do
		echo "<w:p><w:r><w:t>12</w:t>$x<w:t>34</w:t></w:r></w:p>"
	done | blocks | cut -f3)" "$(printf '12%s34\n' ' ' ' ' ' ' ' ' $'\uf0fe' □ $'\ufffd' $'\ufffd')"
}

@test "a fraction, a power and an index of a formula are no figure" {
	same "$(blocks <<'E'
<w:p><m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></w:p>
<w:p><m:oMath><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>3</m:t></m:r></m:sup></m:sSup></m:oMath></w:p>
<w:p><m:oMath><m:sSub><m:e><m:r><m:t>12</m:t></m:r></m:e><m:sub><m:r><m:t>1</m:t></m:r></m:sub></m:sSub></m:oMath></w:p>
E
)" "$(printf 'text		%s\n' 1/2 '10 3' '12 1')"
}

@test "a field that Word draws keeps figures apart, one with a result does not" {
	f() { printf '<w:r><w:fldChar w:fldCharType="%s"/></w:r>' "$1"; }
	same "$(for x in "$(f begin)<w:r><w:instrText>EQ \\f(1,2)</w:instrText></w:r>$(f end)" \
		"$(f begin)<w:r><w:instrText>EQ \\f(1,2)</w:instrText></w:r>$(f separate)<w:r><w:t/></w:r>$(f end)" \
		"$(f begin)<w:r><w:instrText>PAGE</w:instrText></w:r>$(f separate)<w:r><w:t>0</w:t></w:r>$(f end)"; do
		echo "<w:p><w:r><w:t>1</w:t></w:r>$x<w:r><w:t>2</w:t></w:r></w:p>"
	done | blocks | cut -f3)" $'1 2\n1 2\n102'
}

@test "of a field in the code of another nothing is shown" {
	f() { printf '<w:r><w:fldChar w:fldCharType="%s"/></w:r>' "$1"; }
	t() { printf '<w:r><w:t>%s</w:t></w:r>' "$1"; }
	field() { f begin; printf '<w:r><w:instrText>%s</w:instrText></w:r>' "$1"; f separate; t 5; f end; }
	same "$(for x in "$(f separate)$(t 6)$(field PAGE)$(f end)" "$(f end)" "$(f separate)"; do
		echo "<w:p>$(t 1)$(f begin)$(field 'MERGEFIELD x')<w:r><w:instrText>=1</w:instrText></w:r>$x$(t 2)</w:p>"
	done | blocks | cut -f3)" $'1652\n1 2\n12'
}

@test "a hidden line break ends no paragraph" {
	same "$(blocks <<< '<w:p><w:r><w:t>前</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:br/><w:sym w:char="25A1"/></w:r>
<w:r><w:t>后</w:t></w:r></w:p>')" 'text		前后'
}

@test "numbers that Word makes are in the text" {
	relation numbering numbering.xml > word/_rels/document.xml.rels
	cat > word/numbering.xml <<'E'
<w:numbering><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl></w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="19"/></w:lvlOverride></w:num>
</w:numbering>
E
	n() { p "$1" "<w:pPr><w:numPr><w:ilvl w:val='$2'/><w:numId w:val='${3-3}'/></w:numPr></w:pPr>"; }
	same "$({ n 甲 0; n 乙 1; n 丙 2; n 丁 2; n 戊 1; n 己 2; n 点 3; n 庚 0; n 辛 1; n 壬 0 4; n 癸 0 3; n 无 0 0; } |
		blocks | cut -f3 | tr '\n' ' ')" \
		'一、甲 （一）乙 1.丙 2.丁 （二）戊 1.己 点 二、庚 （一）辛 十九、壬 二十、癸 无 '
}

@test "a number that Word makes is no part of the figure behind it" {
	local label format

	relation numbering numbering.xml > word/_rels/document.xml.rels
	for label in '%1.' '%1．' '-' '%1、' '（%1）' '%1'; do
		format=decimal
		[ "$label" != %1 ] || format=decimalFullWidth
		cat > word/numbering.xml <<E
<w:numbering><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="$format"/><w:lvlText w:val="$label"/></w:lvl></w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>
E
		n() { p "$1" '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>'; }
		{ n 12件; n ２; n 甲3; } | blocks | cut -f3
	done > said
	same "$(tr '\n' '|' < said)" '1. 12件|2. ２|3.甲3|1． 12件|2． ２|3．甲3|- 12件|- ２|-甲3|1、12件|2、２|3、甲3|（1）12件|（2）２|（3）甲3|１ 12件|２ ２|３ 甲3|'
}

@test "a use of a list may print a level in its own way" {
	relation numbering numbering.xml > word/_rels/document.xml.rels
	cat > word/numbering.xml <<'E'
<w:numbering><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1-%2 "/></w:lvl></w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">
<w:startOverride w:val="5"/><w:lvl w:ilvl="0"><w:start w:val="2"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:lvlOverride></w:num>
<w:num w:numId="5"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="1"><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl></w:lvlOverride></w:num>
</w:numbering>
E
	n() { p "$1" "<w:pPr><w:numPr><w:ilvl w:val='$2'/><w:numId w:val='$3'/></w:numPr></w:pPr>"; }
	same "$({ n 甲 0 3; n 乙 1 3; n 丙 0 4; n 丁 1 4; n 戊 1 5; n 己 0 5; n 庚 1 3; } | blocks | cut -f3 | tr '\n' ' ')" \
		'1.甲 1-1 乙 五、丙 五-1 丁 戊 6.己 6-1 庚 '
}

@test "numbers of levels above are digits only where that is switched on" {
	local on

	relation numbering numbering.xml > word/_rels/document.xml.rels
	for on in '' ' w:val="on"' ' w:val="0"' ' w:val="false"' ' w:val="off"'; do
		cat > word/numbering.xml <<E
<w:numbering><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl$on/><w:lvlText w:val="%1.%2 "/></w:lvl></w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>
E
		for i in 0 1; do
			p 甲 "<w:pPr><w:numPr><w:ilvl w:val='$i'/><w:numId w:val='3'/></w:numPr></w:pPr>"
		done | blocks | tail -n 1 | cut -f3
	done > said
	same "$(cat said)" "$(printf '%s\n' '1.1 甲' '1.1 甲' '一.1 甲' '一.1 甲' '一.1 甲')"
}

@test "lists of which nothing is said take no memory for it" {
	need python3
	! is_sanitized || skip "the sanitizer keeps freed memory"
	relation numbering numbering.xml > word/_rels/document.xml.rels
	yes '<abstractNum abstractNumId="1"/><num/>' | head -c 30000000 > word/numbering.xml
	p 一 | pack
	"$split" a.docx >/dev/null
	[ "$(peak "$split" a.docx)" -lt 250 ]
}

@test "a long label and a long id are not looked at for every paragraph" {
	local long

	cat > word/_rels/document.xml.rels <<'E'
<Relationships><Relationship Type="http://x/numbering" Target="numbering.xml"/><Relationship Type="http://x/styles" Target="styles.xml"/></Relationships>
E
	long=$(head -c 1000000 /dev/zero | tr '\0' x)
	{
		printf '<abstractNum abstractNumId="1"><lvl ilvl="0"><lvlText val="%s"/></lvl></abstractNum>' "$long"
		printf '<num numId="1"><abstractNumId val="1"/></num><num numId="2"><abstractNumId val="%s"/></num>' "$long"
	} > word/numbering.xml
	printf '<style styleId="a"><basedOn val="%s"/></style><style styleId="b"><numId val="%s"/></style>' "$long" "$long" > word/styles.xml
	for property in 'numId val="1"' 'numId val="2"' 'pStyle val="a"' 'pStyle val="b"'; do
		yes "<p><pPr><$property/></pPr></p>" | head -n 20000
	done | pack
	run timeout 5 "$split" a.docx
	[ "$status" -ne 124 ]
}

@test "a number stands before its paragraph, or nowhere" {
	relation numbering numbering.xml > word/_rels/document.xml.rels
	cat > word/numbering.xml <<'E'
<w:numbering><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>
E
	n() { p "$1" '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>'; }
	same "$({ p 收到12 '<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>'; n 件; n 乙; } | blocks | cut -f3)" \
		"$(printf '%s\n' 收到12件 2.乙)"
}

@test "styles bring numbers and make headings" {
	cat > word/_rels/document.xml.rels <<'E'
<Relationships><Relationship Type="http://x/numbering" Target="/word/numbering.xml"/>
<Relationship Type="http://x/styles" Target="styles.xml"/></Relationships>
E
	cat > word/styles.xml <<'E'
<w:styles><w:style w:styleId="a"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="b"><w:name w:val="自定"/><w:basedOn w:val="a"/></w:style></w:styles>
E
	cat > word/numbering.xml <<'E'
<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="japaneseCounting"/>
<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>
E
	same "$({ p 总体情况 '<w:pPr><w:pStyle w:val="b"/></w:pPr>'; p 正文。; p 其他需要报告的事项 '<w:pPr><w:pStyle w:val="a"/></w:pPr>'; } | blocks)" \
		"$(printf '%s\n' 'head		一、总体情况' 'text		正文。' 'head		二、其他需要报告的事项')"
}

@test "deleted, hidden and instructing text is left out" {
	same "$({
		echo '<w:p><w:r><w:t>收到</w:t></w:r><w:del><w:r><w:delText>8</w:delText></w:r></w:del><w:ins><w:r><w:t>9</w:t></w:r></w:ins>'
		echo '<w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>'
		echo '<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>件</w:t></w:r></w:p>'
		echo '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>'; p 后
		echo '<w:tbl><w:tr>'; tc 甲; tc 1; echo '</w:tr><w:tr><w:trPr><w:del/></w:trPr>'; tc 乙; tc 2
		echo '</w:tr><w:tr>'; tc 丙; tc 3; echo '</w:tr></w:tbl>'
	} | blocks)" "$(printf '%s\n' 'text		收到9件' 'text		前后' 'cell	1.1.1+1×1	甲' \
		'cell	1.1.2	1' 'cell	1.2.1	丙' 'cell	1.2.2	3')"
}

@test "what is struck out is left out, a note's mark is no digit" {
	same "$(blocks <<'E'
<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>9</w:t></w:r><w:r><w:rPr><w:dstrike/></w:rPr><w:t>8</w:t></w:r><w:r><w:t>12</w:t></w:r>
<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r></w:p>
<w:p><w:r><w:t>12</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="1"/></w:r></w:p>
<w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>0</w:t></w:r>
<w:r><w:t>2023年</w:t></w:r></w:p>
<w:p><w:r><w:t>12</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="subscript"/></w:rPr><w:t>1</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="baseline"/></w:rPr><w:t>5</w:t></w:r></w:p>
E
)" "$(printf '%s\n' 'text		12 1' 'text		12' 'text		10 2023年' 'text		12 1 5')"
}

@test "text boxes stand behind their paragraph, their fallback is left out" {
	box="<w:txbxContent>$(p 框)</w:txbxContent>"
	same "$(blocks <<E
<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>$box</wps:txbx></w:drawing></mc:Choice>
<mc:Fallback><w:pict><v:textbox>$box</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>
E
)" "$(printf 'text\t\t%s\n' 前后 框)"
}

@test "text boxes that lie too deep are told" {
	local b i

	b=$(p 深6)
	for i in 5 4 3 2 1 0; do
		b="<w:p><w:r><w:t>深$i</w:t><w:pict><w:txbxContent>$b</w:txbxContent></w:pict></w:r></w:p>"
	done
	same "$(blocks <<< "$b" | cut -f1,3)" "$(printf 'text\t深%s\n' 0 1 2 3 4
		printf 'note\tlimit: text boxes nested too deep are left out')"
}

@test "a deleted row in a cell deletes no cell of the row around it" {
	local tables

	tables="<w:tbl><w:tr>$(tc 1)$(tc 2)</w:tr><w:tr><w:trPr><w:del/></w:trPr>$(tc 3)$(tc 4)</w:tr></w:tbl>"
	same "$(blocks <<< "<w:tbl><w:tr><w:tc>$tables<w:p/></w:tc>$(tc 丙)$(tc 丁)</w:tr></w:tbl>" | cut -f3)" \
		"$(printf '%s\n' 1 2 丙 丁)"
	same "$(blocks <<< "<w:tbl><w:tr><w:tc><w:p><w:r><w:pict><w:txbxContent>$tables</w:txbxContent></w:pict></w:r></w:p></w:tc>
$(tc 丙)$(tc 丁)</w:tr></w:tbl>" | cut -f3)" "$(printf '%s\n' 1 2 丙 丁)"
}

@test "deleted rows and cells are known however they are written" {
	same "$(blocks <<< "<w:tbl><w:tr>$(tc 1)$(tc 2 '<w:cellDel w:id="1"/>')$(tc 3)</w:tr>
<w:tr><w:trPr><w:del w:id='2'></w:del></w:trPr>$(tc 4)$(tc 5)</w:tr><w:tr>$(tc 6)$(tc 7)</w:tr></w:tbl>")" \
		"$(printf 'cell	%s\n' '1.1.1+1×1	1' '1.1.2	3' '1.2.1	6' '1.2.2	7')"
}

@test "a row that is hidden is left out, unless that is switched off" {
	same "$(blocks <<< "<w:tbl><w:tr>$(tc 1)$(tc 2)</w:tr><w:tr><w:trPr><w:hidden/></w:trPr>$(tc 3)$(tc 4)</w:tr>
<w:tr><w:trPr><w:hidden w:val='1'/></w:trPr>$(tc 5)$(tc 6)</w:tr>$(printf '<w:tr><w:trPr><w:hidden w:val="%s"/></w:trPr><w:tc><w:p><w:r><w:t>7</w:t></w:r></w:p></w:tc></w:tr>' 0 false off)</w:tbl>")" \
		"$(printf 'cell	%s\n' '1.1.1+1×1	1' '1.1.2	2' '1.2.1	7' '1.3.1	7' '1.4.1	7')"
}

@test "a text box is no part of a paragraph whose end was deleted" {
	same "$(blocks <<< "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>收到12</w:t><w:pict><w:txbxContent>$(p 3件)</w:txbxContent></w:pict></w:r></w:p>$(p 件。)" |
		cut -f3)" "$(printf '%s\n' 收到12 3件 件。)"
}

@test "images are told, ornaments are not" {
	same "$(blocks <<'E'
<w:p><w:r><w:drawing><wp:docPr id="1" name="图片 1" descr="表一"/><a:blip r:embed="x"/></w:drawing></w:r></w:p>
<w:p><w:r><w:pict><v:line/></w:pict></w:r><w:r><w:object><v:imagedata o:title="表二"/></w:object></w:r></w:p>
E
)" "$(printf 'image\t\t%s\n' 表一 表二)"
}

@test "lines are numbers of paragraphs" {
	{
		echo "<w:tbl><w:tr>$(tc 1 '<w:vMerge w:val="restart"/>')$(tc 2)</w:tr><w:tr><w:trPr><w:del/></w:trPr>$(tc 3)$(tc 4)</w:tr>"
		echo "<w:tr>$(tc 5 '<w:vMerge/>')$(tc 6)</w:tr><w:tr>$(tc 7 '<w:cellDel/>')$(tc 8)$(tc 9)</w:tr></w:tbl>"
	} | pack
	same "$("$split" a.docx | sed 1d | cut -f2,7 | tr '\n\t' ' =')" '1=1 2=2 6=6 8=8 9=9 '
	{ p 一; echo '<w:p/>'; p 三; echo '<w:tbl><w:tr>'; tc 四; tc 五; echo '</w:tr></w:tbl>'; p 六; } | pack
	same "$("$split" a.docx | sed 1d | cut -f2 | tr '\n' ' ')" '1 3 4 5 6 '
}

@test "the main part has another name, another prefix and UTF-16" {
	relation officeDocument /word/main2.xml > _rels/.rels
	printf '\377\376' > word/main2.xml
	echo '<document><body><p><r><t>甲𠮷</t></r></p></body></document>' |
		iconv -f UTF-8 -t UTF-16LE >> word/main2.xml
	same "$(blocks < /dev/null)" 'text		甲𠮷'
}

# Make a.docx of a paragraph, the part of another format on standard input, a paragraph.
# The main part names it as given, or in full.
chunk() {
	cat > word/chunk.mht
	echo "<Relationships><Relationship Id='x1' Type='http://x/aFChunk' Target='none'/>
<Relationship Id='1' Type='http://x/aFChunk' Target='${1-/word/chunk.mht}'/></Relationships>" > word/_rels/document.xml.rels
	{ p 前; echo '<w:altChunk r:id="1"/>'; p 后; } | pack
}

page='<html><body><h1>题</h1><p>一<br>二</p><table class="a" border=1><tr><td>甲<td>1</table></body></html>'

# The same of a message in MIME, given the head of its page.
message() {
	printf 'MIME-Version: 1.0\nContent-Type: multipart/related;\n type="text/html";\n boundary="%s"\n\n\n' '----=p'
	printf -- '------=p\r\nContent-Type: image/png\r\n\r\n<html>\r\n------=p\r\nContent-Type: text/html;\r\n charset="utf-8"\r\n%s\r\n\r\n' "$1"
	cat
	printf -- '\r\n------=p--\r\n'
}

@test "a part in HTML, or in a message in MIME, is read in its place" {
	local said name

	said=$(printf '%s\n' 'text		前' 'head		题' 'text		一' 'text		二' 'cell	1.1.1+1×1	甲' 'cell	1.1.2	1' 'text		后')
	echo "$page" | chunk
	same "$("$split" a.docx | sed 1d | cut -f5-)" "$said"
	same "$("$split" a.docx | sed 1d | cut -f2 | tr '\n' ' ')" '1 2 3 4 5 6 7 '
	for name in chunk.mht ../word/chunk.mht ../../word/chunk.mht; do
		echo "$page" | chunk "$name"
		same "$("$split" a.docx | sed 1d | cut -f5-)" "$said"
	done
	printf '\357\273\277 <?xml version="1.0"?><!DOCTYPE html>%s' "$page" | chunk
	same "$("$split" a.docx | sed 1d | cut -f5-)" "$said"
	{ printf '\377\376'; echo "$page" | iconv -t UTF-16LE; } | chunk
	same "$("$split" a.docx | sed 1d | cut -f5-)" "$said"
	echo "$page" | message 'Content-Transfer-Encoding: 8bit' | chunk
	same "$("$split" a.docx | sed 1d | cut -f5-)" "$said"
	echo "$page" | sed $'s/="/=3D"/; s/<td>/<t=\\\n\\d>/; s/h1/h=\\\r\\\n1/; s/甲/=E7=94=B2/' |
		message 'content-transfer-encoding: Quoted-Printable' | chunk
	same "$("$split" a.docx | sed 1d | cut -f5-)" "$said"
	echo "${page/<p>/<!------=p--><p>}" | message '' | chunk
	same "$("$split" a.docx | sed 1d | cut -f5-)" "$said"
	printf 'MIME-Version: 1.0\nContent-Type: text/html\n\n%s' "$page" | chunk
	same "$("$split" a.docx | sed 1d | cut -f5-)" "$said"
}

@test "a part of another format that is not read is told" {
	local unread

	unread=$(printf '%s\n' 'text		前' 'note		unread: /word/chunk.mht' 'text		后')
	printf '{\\rtf1 9}' | chunk
	same "$("$split" a.docx | sed 1d | cut -f5-)" "$unread"
	same "$("$table" a.docx | awk -F'\t' '$5 "." $6 "." $7 == "doc.note.unread" { print $8, $10 }')" '1 /word/chunk.mht'
	echo '<?xml version="1.0"?><pkg:package><w:p/></pkg:package>' | chunk
	same "$("$split" a.docx | sed 1d | cut -f5-)" "$unread"
	echo "$page" | iconv -t GB18030 | chunk
	same "$("$split" a.docx | sed 1d | cut -f5-)" "$unread"
	echo "$page" | base64 | message 'Content-Transfer-Encoding: base64' | chunk
	same "$("$split" a.docx | sed 1d | cut -f5-)" "$unread"
	rm word/_rels/document.xml.rels
	same "$(printf '%s<w:altChunk r:id="1"/>' "$(p 前)" | blocks)" "$(printf '%s\n' 'text		前' 'note		unread: ')"
	echo "$page" | chunk
	same "$(blocks <<< "<w:tbl><w:tr>$(tc 1)<w:tc><w:altChunk r:id='1'/></w:tc>$(tc 3)</w:tr></w:tbl>")" \
		"$(printf '%s\n' 'note		unread: /word/chunk.mht' 'cell	1.1.1+1×1	1' 'cell	1.1.2	' 'cell	1.1.3	3')"
	{ p 前; for i in {1..20}; do echo '<w:altChunk r:id="2"/>'; done; } | pack
	same "$("$split" a.docx | sed 1d | cut -f5- | uniq -c | tr -s ' ')" \
		"$(printf '%s\n' ' 1 text		前' ' 16 note		unread: ' ' 1 note		limit: further parts of another format are left out')"
}

# What gx-split says about a.docx, which it must refuse.
refused() {
	run "$split" a.docx
	[ "$status" -eq 2 ]
	[[ "$output" == *"$1"* ]] || { echo "$output"; return 1; }
}

@test "what is no sound Word file is refused with a reason" {
	p 一 | pack
	cp a.docx sound.docx
	head -c 300 sound.docx > a.docx
	refused 'cut off'
	LC_ALL=C sed 's/word\/document.xml/word\/elsewher.xml/g' sound.docx > a.docx
	refused 'no word/document.xml'
	sed -i 's/<w:document/<!DOCTYPE x [<!ENTITY a "b">]>&/' word/document.xml
	rm a.docx
	zip -q -r a.docx '[Content_Types].xml' _rels word
	refused DOCTYPE
	relation officeDocument xl/workbook.xml > _rels/.rels
	p 一 | pack
	refused Excel
	rm a.docx
	printf application/vnd.oasis.opendocument.text > mimetype
	zip -q -0 -X a.docx mimetype
	refused OpenDocument
}

@test "a file with a password is known as such" {
	{
		printf '\320\317\021\340\241\261\032\341'
		head -c 600 /dev/zero
		printf EncryptedPackage | iconv -f UTF-8 -t UTF-16LE
	} > a.docx
	refused password
}

@test "a lying directory is found out" {
	p 一 | pack
	"$split" a.docx > out
	# the checksum that the directory states for the main part
	at=$(LC_ALL=C grep -obUa 'word/document.xml' a.docx | tail -n 1 | cut -d: -f1)
	printf abcd | dd of=a.docx bs=1 seek=$((at - 30)) conv=notrunc status=none
	refused damaged
}
