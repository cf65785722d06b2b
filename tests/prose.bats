#!/usr/bin/env bats
# The prose of reports: which statements are read, and what the rules make of them.
bats_require_minimum_version 1.5.0

setup() {
	build="$(realpath "${B:-build}")"
	export LC_ALL=C.UTF-8 TERM=xterm
	unset NO_COLOR LC_MESSAGES
	cd "$BATS_TEST_TMPDIR"
}

# report TEXT [ORG]: a report for 2023 with TEXT in section 1
report() {
	printf '%s2023年政府信息公开工作年度报告\n\n一、总体情况\n\n%s\n\n' \
	    "${2:-青屿市民政局}" "$1"
	printf '五、存在的主要问题及改进情况\n\n解读偏重文字，图表较少，今后改进。\n'
}

# said TEXT [ORG]: the statements of TEXT, "row.col=value" and "~" when about
said() {
	report "$@" >a.txt
	"$build/gx-table" --no-header a.txt | awk -F'\t' '$5 == "s1" {
		printf "%s%s.%s=%s%s", sep, $6, $7, $8, $12 == "about" ? "~" : ""
		sep = " "
	}'
}

# is TEXT STATEMENTS [ORG]
is() {
	run said "$1" "${3:-}"
	echo "$1 -> $output"
	[ "$output" = "$2" ]
}

# judge RULE CELL=VALUE[,FLAG] ...: findings of the rule, level and outcome, on
# a report of form 2021 for 2023 that has these cells and no others
judge() {
	local rule=$1 cell key value flag
	shift
	{
		printf 'doc\tyear\torg\tform\ttable\trow\tcol\tvalue\tunit\traw\tline\tflag\n'
		for cell; do
			key=${cell%%=*} value=${cell#*=} flag=
			case $value in *,*) flag=${value#*,} value=${value%%,*} ;; esac
			row=${key#*.}
			printf 'a.txt\t2023\t%s\t2021\t%s\t%s\t%s\t%s\t\t%s\t7\t%s\n' \
			    "${ORG:-青屿市民政局}" "${key%%.*}" "${row%.*}" "${key##*.}" \
			    "$(printf %s "$value" | grep -Ex '[0-9.-]+')" "$value" "$flag"
		done
	} >cells.tsv
	"$build/gx-check" --no-header -r "$rule" cells.tsv >found.tsv || true
	awk -F'\t' '$7 == "fail" { printf "%s%s %s.%s.%s", sep, $6, $8, $9, $10; sep = "; " }' found.tsv
}

# finds EXPECTED RULE CELL ...
finds() {
	local want=$1
	shift
	run judge "$@"
	echo "$* -> $output"
	[ "$output" = "$want" ]
}

@test "statements in traditional characters" {
	is '全年新收到政府信息公開申請31件，辦結28件。因政府資訊公開引起的行政復議2件、行政訴訟1件。' \
		'received.1=31 answered.1=28 review.1=2 suit.1=1'
	[ "$("$build/gx-table" --no-header a.txt | awk -F'\t' '$6 == "review" { print $10 }')" = \
		因政府資訊公開引起的行政復議2件 ] # as it is printed
}

@test "counts are known by their subject, the number before or behind it" {
	is '2023年共受理政府信息公开申请21件，答复20件（含上年度结转申请3件，另有4件顺延到下年度答复）。' \
	    'received.1=21 answered.1=20 carried_in.1=3 carried_out.1=4'
	is '本年收到9份政府信息公开申请，其中予以公开6件，部分公开3件。' \
	    'received.1=9 granted.1=6 partial.1=3 sum1.whole=9 sum1.part.1=6 sum1.part.2=3'
	is '本年度共处理政府信息公开申请9件（含上年结转2件），结转下一年度继续办理1件。' \
	    'received.1=9 carried_in.1=2 carried_out.1=1'
	is '办理政府信息公开申请9件。' 'handled.1=9'
}

@test "every statement is read, not the first" {
	is '收到政府信息公开申请3件。全年受理依申请公开事项4件。' 'received.1=3 received.2=4'
}

@test "signs mean the same in half width, and a comma of thousands is none" {
	local figures='received.1=1234 carried_in.1=34 granted.1=1200 denied.1=34 review.1=2 review.upheld.1=2 sum1.whole=1234 sum1.part.1=1200 sum1.part.2=34'

	is '共处理政府信息公开申请1,234件（含上年度结转34件），其中予以公开1200件；不予公开34件。行政复议2件，均维持。' \
	    "$figures"
	is '共处理政府信息公开申请1,234件(含上年度结转34件),其中予以公开1200件;不予公开34件。行政复议2件,均维持。' \
	    "$figures"
}

@test "numbers: full width, Chinese, thousands, 万, and approximate ones" {
	is '收到政府信息公开申请１２件。' 'received.1=12'
	is '收到政府信息公开申请三百二十一件。' 'received.1=321'
	is '收到政府信息公开申请一千零五件。' 'received.1=1005'
	is '收到政府信息公开申请1,234件。' 'received.1=1234'
	is '收到政府信息公开申请1.2万件。' 'received.1=12000~'
	is '收到政府信息公开申请500余件。' 'received.1=500~'
	is '收到政府信息公开申请约30件。' 'received.1=30~'
	is '收到政府信息公开申请30件以内。' 'received.1=30~'
	is '收到政府信息公开申请30件以下。' 'received.1=30~'
	is '收到政府信息公开申请30件上下。' 'received.1=30~'
	is '收到政府信息公开申请30件有余。' 'received.1=30~'
	is '收到政府信息公开申请 7 件。' 'received.1=7'
}

@test "a number is approximate wherever its sentence says so" {
	local n

	for n in 约有30件 约计30件 约共30件 30件（约） 30件（左右） 30件之内 30件（估算数） \
	    30件（不完全统计）; do
		is "收到政府信息公开申请$n。" 'received.1=30~'
	done
	is '大约收到政府信息公开申请30件。' 'received.1=30~'
	is '据不完全统计，共收到政府信息公开申请30件，答复29件。' 'received.1=30~ answered.1=29~'
	is '据初步统计，制定规范性文件3件。' 'normative.issued.1=3~'
	is '制定规范性文件约有3件。' 'normative.issued.1=3~'
	is '收取信息处理费约合计300元。' 'fee.1=300~'
	is '据不完全统计，公开信息500条。收到政府信息公开申请30件（约占三成）。' 'received.1=30'
	is '预约服务30次，收到政府信息公开申请30件，约占三成。' 'received.1=30'
}

@test "numbers that may mean another one are left out" {
	local n

	for n in 两三 三五 数十 一百二 1234,567 '120, 130' 12,34; do
		is "收到政府信息公开申请${n}件。" ''
	done
	is '收取信息处理费三万二元。' ''
	is '收到政府信息公开申请二〇件，答复一百零二件。' 'received.1=20 answered.1=102'
	is '收到政府信息公开申请1,234,567件，答复一万二千件。' 'received.1=1234567 answered.1=12000'
}

@test "a time is no number of cases, and none at all is not one" {
	is '政府信息公开行政复议60个工作日内办结。' ''
	is '因政府信息公开被提起行政复议12个月。' ''
	is '制发行政规范性文件3个月内备案。' ''
	is '教育、医疗、住房等3个百分点。' ''
	is '政府信息公开行政复议案件5个。' 'review.1=5'
	is '收到政府信息公开申请一件也没有。' ''
	is '政府信息公开行政复议一起都未发生。' ''
	is '收到政府信息公开申请12件，其中予以公开10件，不予公开一件也没有，部分公开2件。' \
	    'received.1=12 granted.1=10 partial.1=2 sum1.whole=12 sum1.part.1=10 sum1.part.2=2'
	is '收到政府信息公开申请12件也都已答复。' 'received.1=12'
}

@test "documents of table 2, each with a number of its own" {
	is '制发行政规范性文件3件，废止规章2件。' 'normative.issued.1=3 rules.repealed.1=2'
	is '制发规章和规范性文件共2件。' ''
	is '制发规范性文件和规章共2件。' ''
	is '制发规范性文件1件、规章2件。' 'normative.issued.1=1'
	is '废止和修改规范性文件3件。' ''
	is '制定或修订规范性文件3件。' ''
	is '审查乡镇制定规范性文件3件。' ''
	is '经合法性审查后制定规范性文件3件。' 'normative.issued.1=3'
	# of this year, where that is said
	is '累计制定规范性文件3件。' ''
	is '制定、废止规范性文件累计3件。' ''
	is '我局重视公开。累计制定出台规范性文件3件。' ''
	is '2023年，我局重视公开。累计制定规范性文件3件。' 'normative.issued.1=3'
	is '今年累计废止规章2件。' 'rules.repealed.1=2'
	is '现行有效规范性文件累计30件。' 'normative.in_force.1=30'
}

@test "proceedings and their outcomes" {
	is '信息公开行政复议9件，其中维持4件，纠正2件，其他结果2件，尚未审结1件；行政诉讼3件，结果维持3件。' \
	    'review.1=9 review.upheld.1=4 review.corrected.1=2 review.other.1=2 review.pending.1=1 suit.1=3 suit.upheld.1=3 sum1.whole=9 sum1.part.1=4 sum1.part.2=2 sum1.part.3=2 sum1.part.4=1'
	is '本年信息公开类行政复议5件，诉讼6件，均获维持。' \
	    'review.1=5 suit.1=6 review.upheld.1=5 suit.upheld.1=6'
	is '本年有1件涉及政府信息公开的行政复议。' 'review.1=1'
	# which of the two was upheld cannot be told
	is '因政府信息公开引起的行政复议2件，行政诉讼1件，结果维持2件。' 'review.1=2 suit.1=1'
	# one number for both
	is '因政府信息公开引起的行政复议、行政诉讼共3件。' ''
}

@test "all proceedings of a bureau are not those over disclosure" {
	local work

	for work in 加强政府信息公开 我局高度重视政府信息公开工作 围绕信息公开，做好行政复议工作 \
	    加强政府信息公开和行政复议工作; do
		is "$work，全年行政复议30件，行政诉讼8件。" ''
		is "$work，全年行政复议0件，行政诉讼0件。" 'review.1=0 suit.1=0'
		is "$work，因政府信息公开引起的行政复议3件，行政诉讼1件。" 'review.1=3 suit.1=1'
		is "$work，收到政府信息公开申请9件，公开信息80条，行政复议3件。" \
		    'received.1=9 review.1=3'
	done
	is '政府信息公开方面，行政复议3件，行政诉讼1件。' 'review.1=3 suit.1=1'
	is '重视政府信息公开引发的争议，全年行政复议3件。' 'review.1=3'
}

@test "a number that another one follows is none of this year" {
	local change

	for change in 由5件增至8件 由5件下降为3件 5件至8件 5件增至8件 5件增加到8件; do
		is "收到政府信息公开申请$change。" ''
	done
	is '因政府信息公开被提起行政诉讼1件降为0件。' ''
	is '收到政府信息公开申请5件至今均已答复。' 'received.1=5'
	is '收到由申请人提出的政府信息公开申请5件，办结8件。' 'received.1=5 answered.1=8'
}

@test "what else is answered or put off is no request" {
	local what

	for what in 行政审批 政务服务大厅 12345热线 市长信箱 其他事项 规划科 行政复议; do
		is "收到政府信息公开申请8件，${what}办结3件。" 'received.1=8'
	done
	is '收到政府信息公开申请8件，行政诉讼结转下年1件。' 'received.1=8'
	for what in '' 已 均已在时限内 2023年已 我局在法定期限内 青屿市民政局已依法依规 严格依法 \
	    全部按要求 均按照《中华人民共和国政府信息公开条例》规定予以 已全部办理完毕并; do
		is "收到政府信息公开申请8件，${what}答复7件。" 'received.1=8 answered.1=7'
	done
}

@test "applications of every kind are not those for disclosure" {
	local work

	is '受理各类申请300件，办结300件。' ''
	is '全年受理300件各类申请。' ''
	for work in 推进政务服务 政务大厅共 深化“放管服”改革 推进不动产登记便利化 优化营商环境; do
		is "$work，受理申请300件，办结300件。" ''
		is "$work，受理政府信息公开申请3件，办结3件。" 'received.1=3 answered.1=3'
	done
	is '受理各类政府信息公开申请3件。' 'received.1=3'
	is '优化依申请公开登记，受理申请3件。' 'received.1=3'
	is '收到申请3件，办结3件。' 'received.1=3 answered.1=3'
	is '严格登记、审批、答复流程，收到申请3件。' 'received.1=3'
	is '规范依申请公开。全年收到各类申请3件。' 'received.1=3'
	is $'（二）依申请公开\n\n全年收到各类申请3件。' 'received.1=3'
}

@test "what is published is no result of requests" {
	is '收到政府信息公开申请20件，全部公开信息500条。' 'received.1=20'
	is '收到政府信息公开申请20件，全部公开15件政策文件。' 'received.1=20'
	is '收到政府信息公开申请20件，全部公开20件。' 'received.1=20 granted.1=20'
	is '收到政府信息公开申请20条，予以公开15条。' 'received.1=20 granted.1=15'
	is '答复政府信息公开申请20条，予以公开15条。' 'answered.1=20 granted.1=15'
}

@test "one number of several results is that of none of them" {
	local what

	for what in 不予公开、无法提供共 不予公开和不予处理共 部分公开、不予公开 自然人和商业企业; do
		is "收到政府信息公开申请20件，${what}3件。" 'received.1=20'
	done
	is '收到政府信息公开申请20件，予以公开、不予公开分别为15件、5件。' 'received.1=20'
	is '收到、答复政府信息公开申请分别为20件、19件。' ''
	is '收到政府信息公开申请20件，予以公开及部分公开18件。' 'received.1=20 granted_partial.1=18'
	is '政府信息公开行政复议9件，结果维持和结果纠正共8件。' 'review.1=9'
}

@test "proceedings that are published are not those over disclosure" {
	is '在政府信息公开专栏公开行政复议30件。' ''
	is '政府信息公开专栏公布行政复议决定30件。' ''
	is '政府信息公开行政复议3件，依申请公开行政诉讼1件。' 'review.1=3 suit.1=1'
	is '因信息公开行政复议3件。' 'review.1=3'
}

@test "requests of one sort of applicants are a part" {
	is '收到公民政府信息公开申请5件，收到法人政府信息公开申请3件。' ''
	is '收到公民、法人提出的政府信息公开申请8件。' 'received.1=8'
	is '收到法人政府信息公开申请3件。' ''
	is '共收到公民政府信息公开申请8件，其中不予公开3件。' 'received.1=8 denied.1=3'
	is '收到公民政府信息公开申请5件，企业3件。' ''
}

@test "hearings are no proceedings" {
	is '政府信息公开行政诉讼共3次开庭。' ''
	is '政府信息公开行政复议2次听证。' ''
	is '旁听政府信息公开行政诉讼3次。' ''
	is '因政府信息公开被提起行政诉讼3次。' 'suit.1=3'
	is '有3次政府信息公开行政诉讼。' 'suit.1=3'
	is '政府信息公开行政诉讼案件3件开庭审理。' 'suit.1=3'
}

@test "what did not happen" {
	is '2023年，我局没有收到政府信息公开申请，未发生行政复议、行政诉讼。' \
	    'none.requests.1=0 none.review.1=0 none.suit.1=0'
	is '全年没有收到公民、法人或者其他组织提出的政府信息公开申请。' 'none.requests.1=0'
	is '本站无依申请公开信息，无上年结转件。' 'none.requests.1=0 none.carried_in.1=0'
	is '未收取信息处理费。' 'none.fee.1=0'
	# something narrower, or something else
	is '未收到通过信函提出的政府信息公开申请。' ''
	is '未发生行政诉讼败诉的情况。' ''
	is '未收到政府信息公开申请的科室应报备。' ''
	is '没有政府信息公开申请的，不需填写。' ''
	is '本机关没有收到政府信息公开申请的。' 'none.requests.1=0'
	is '没有依申请公开的，也没有行政复议和行政诉讼的。' \
	    'none.requests.1=0 none.review.1=0 none.suit.1=0'
	is '未收到法人政府信息公开申请。' ''
	is '未收到公民提出的政府信息公开申请。' ''
	is '未收到个人和单位提出的政府信息公开申请。' 'none.requests.1=0'
	is '网站未收到政府信息公开申请。' ''
}

@test "what is about others, another year or a part of it is left alone" {
	is '2022年收到政府信息公开申请5件。' 'other_year.1=2022'
	is '上年收到政府信息公开申请5件。' ''
	is '上半年收到政府信息公开申请5件。' ''
	is '前年收到政府信息公开申请5件。' ''
	is '近三年共收到政府信息公开申请5件。' ''
	is '三年来共收到政府信息公开申请5件。' ''
	is '“十四五”期间共收到政府信息公开申请5件。' ''
	is '日均收到政府信息公开申请5件。' ''
	is '2021至2023年共收到政府信息公开申请5件。' ''
	is '2021-2023年共收到政府信息公开申请5件。' ''
	is '2021年和2023年共收到政府信息公开申请5件。' ''
	is '二〇二一年—二〇二三年共收到政府信息公开申请5件。' ''
	is '2022年1月1日至2023年12月31日收到政府信息公开申请5件。' ''
	is '自2022年1月至2023年12月收到政府信息公开申请5件。' ''
	is '22年收到政府信息公开申请5件。' ''
	is '我局’22年度收到政府信息公开申请5件。' ''
	is '10年来共收到政府信息公开申请5件。' ''
	is '23年收到政府信息公开申请5件。' 'received.1=5'
	is '二二年收到政府信息公开申请5件。' ''
	is '二三年度收到政府信息公开申请5件。' 'received.1=5'
	is '迄今共收到政府信息公开申请5件。' ''
	is '到目前为止，共收到政府信息公开申请5件。' ''
	is '目前已累计收到政府信息公开申请5件。' ''
	is '目前，公开制度已建立，全年累计收到政府信息公开申请5件。' 'received.1=5'
	is '历史累计收到政府信息公开申请5件。' ''
	is '近四年收到政府信息公开申请5件。' ''
	is '22年公开信息6条，2023年收到政府信息公开申请5件。' 'received.1=5'
	is '一年来共收到政府信息公开申请5件。' 'received.1=5'
	is '2、2023年共收到政府信息公开申请5件。' 'received.1=5'
	is '2023年1月1日至2023年12月31日收到政府信息公开申请5件。' 'received.1=5'
	is '收到政府信息公开申请较上年增加5件。' ''
	is '《条例》实施以来收到政府信息公开申请5件。' ''
	is '截至2023年底，累计收到政府信息公开申请5件。' ''
	is '网上收到政府信息公开申请5件。' ''
	is '收到政府信息公开申请9件，其中受理依申请公开信函5件。' 'received.1=9'
	is '受理热线工单500件，办结490件。' ''
	is '收到政府信息公开申请2件。受理热线工单500件，办结490件。' 'received.1=2'
	is '收到群众来信5件。' ''
	is '办理行政复议案件120件，行政诉讼应诉案件8件。' ''
}

@test "a time in a clause of its own is that of the clauses behind it" {
	local when

	for when in 去年 上年度 前一年 近五年 近年来 近三年来 《条例》施行以来 去年以来 近5年 \
	    最近三年 过去五年 五年来 5年来 多年来 历年来 往年 前年 “十四五”期间; do
		is "$when，我局共收到政府信息公开申请5件。" ''
	done
	for when in 今年以来 一年来 过去一年 与去年相比 目前 近期 去年，收到3件，2023年 近年来，我局重视公开，全年 \
	    党的二十大以来，我局重视公开，年内 机构改革以来，我局重视公开，报告期内; do
		is "$when，我局共收到政府信息公开申请5件。" 'received.1=5'
	done
	is '《条例》施行以来，未发生行政复议。' ''
	is '（二）近年来，我局共收到政府信息公开申请5件。' ''
	# also in a report whose year is not known
	said() {
		report "$@" | sed 's/2023年//' >a.txt
		"$build/gx-table" --no-header a.txt | awk -F'\t' '$6 == "received" { printf "%s", $8 }'
	}
	is '去年，我局共收到政府信息公开申请5件。' ''
	is '今年，我局共收到政府信息公开申请5件。' 5
	is '2021年至2022年收到政府信息公开申请5件。' ''
	is '2021年1月1日至2022年12月31日收到政府信息公开申请5件。' ''
	is '2022年1月1日至2022年12月31日收到政府信息公开申请5件。' 5
	is '2021年和2022年共收到政府信息公开申请5件。' ''
}

@test "a month is a part of the year, unless the year ends with it" {
	local when

	for when in 12月 2023年12月 12月份 12月1日 12月31日 3月1日 1月1日 7至12月 1-11月 \
	    10—12月 截至12月10日 2022年12月至2023年12月 每月; do
		is "${when}收到政府信息公开申请5件。" ''
	done
	for when in 1月1日至12月31日 '2023 年 1 月 1 日起至 12 月 31 日止' 1月1日（含）至12月31日 \
	    1月1日起 2023年1-12月 1至12月 2023年1月至12月 截至12月31日 截至2023年12月 \
	    截止今年12月底 2023年12月31日止， 2023年元月1日至12月31日 元月至12月; do
		is "${when}收到政府信息公开申请5件。" 'received.1=5'
	done
}

@test "the whole city is the government's number, not a bureau's" {
	is '2023年，全市收到政府信息公开申请90件。' '' 青屿市民政局
	is '2023年，全市收到政府信息公开申请90件。' '' 青屿市人民政府办公室
	is '2023年，全市收到政府信息公开申请90件。' 'received.1=90' 青屿市人民政府
	is '2023年，市政府办公室收到政府信息公开申请9件。' '' 青屿市人民政府
	is '2022年，全区收到政府信息公开申请90件。' 'other_year.1=2022' 青屿市人民政府
	is '市县两级收到政府信息公开申请90件。' ''
	is '市县两级收到政府信息公开申请90件。' 'received.1=90' 青屿市人民政府
	is '各处室收到政府信息公开申请90件。' ''
	is '配合市政府答复政府信息公开申请2件。' ''
}

@test "what other bodies received is theirs, unless a government speaks of them" {
	local who

	for who in 全局系统 本系统共 民政系统各单位 市直部门 市级机关 局属单位 二级单位 有关部门 \
	    镇街 乡镇 区县 各地 各街镇 '各市（州）' '各村（社区）共' 各设区市 我局和各分局 派出所; do
		is "2023年，${who}收到政府信息公开申请90件。" ''
	done
	for who in 区县 各地 各街镇 '各市（州）' 全市政府系统; do
		is "2023年，${who}收到政府信息公开申请90件。" 'received.1=90' 青屿市人民政府
	done
	is '分局收到政府信息公开申请9件。' '' 青屿市公安局
	is '分局收到政府信息公开申请9件。' 'received.1=9' 青屿市公安局北岭分局
	is '支队共受理政府信息公开申请9件。' 'received.1=9' 青屿市交警支队
	is '局属单位制定规范性文件3件。' ''
	is '各分局未收到政府信息公开申请。' ''
	# what others were told, or of every sort, is no one else
	is '全面指导各分局，我局收到各类政府信息公开申请9件。' 'received.1=9'
	for how in 依申请公开系统受理 从各途径收到 各内设机构共收到; do
		is "2023年，${how}政府信息公开申请9件。" 'received.1=9'
	done
	is '我局（含机关各处）重视公开，收到各项依申请公开9件。' 'received.1=9'
}

@test "a whole and its parts; where the list ends is tried" {
	is '共公开信息120条，其中网站60条、微博40条、其他20条；解读7条。' \
	    'sum1.whole=120 sum1.part.1=60 sum1.part.2=40 sum1.part.3=20'
	is '共公开信息120条。其中规划类60条，统计类60条。' \
	    'sum1.whole=120 sum1.part.1=60 sum1.part.2=60'
	# parts of a part stand in brackets
	is '发布信息50条，其中预决算40条（政府10条、部门30条）、债券10条。' \
	    'sum1.whole=50 sum1.part.1=40 sum1.part.2=10'
	is '共公开信息5500余条，其中网站60条、微博40条。' ''
	is '共公开信息120条，其中网站60条，微博40条等。' ''
	# the list is of a number before
	is '收到政府信息公开申请35件，结转下年度2件，其中自然人30件，法人5件。' \
	    'received.1=35 carried_out.1=2 natural.1=30 sum1.whole=35 sum1.part.1=30 sum1.part.2=5'
	# the same item may stand on the site and in the app
	is '主动公开政府信息230条，其中政府网站公开210条，政务新媒体公开150条。' ''
}

@test "shares belong to a number beside them" {
	is '共公开信息120条，其中网站90条，占75%；微博30条，占25%。' \
	    'sum1.whole=120 sum1.part.1=90 sum1.part.2=30 pct1.part=90 pct1.of=120 pct1.percent=75 pct1.slack=1 pct2.part=30 pct2.of=120 pct2.percent=25 pct2.slack=1'
	is '好评率占99%。' ''
}

@test "fees are in yuan" {
	is '全年收取政府信息公开信息处理费3940元。' 'fee.1=3940'
	is '收取信息处理费共计1.2万元。' 'fee_wan.1=1.2'
}

@test "a fee that was not taken is none" {
	local fee

	for fee in 减免信息处理费300元 退还信息处理费300元 免收信息处理费300元 \
	    应收信息处理费300元 通知申请人缴纳信息处理费300元 信息处理费300元尚未缴纳 \
	    收取信息处理费300元，已退还 发出收费通知，信息处理费300元，申请人逾期未缴纳; do
		is "$fee。" ''
	done
	is '收取信息处理费300元。减免困难群众的费用。' 'fee.1=300'
	for fee in 未发生减免情况 无减免 未减免 减免0元 不存在逾期未缴情况 没有退费 \
	    未收取其他费用 未收到投诉举报; do
		is "收取信息处理费300元，$fee。" 'fee.1=300'
	done
	is '信息处理费300元，未收取。' ''
	is '信息处理费300元，减免200.50元。' ''
}

@test "a fee that was asked for is not one that came in" {
	local fee

	for fee in '发出收费通知3件，涉及信息处理费300元' '发出缴费通知书3份，信息处理费共300元' \
	    '作出收费决定3件，涉及信息处理费300元' 告知申请人需缴纳信息处理费300元 \
	    要求申请人缴纳信息处理费300元 待收信息处理费300元; do
		is "本年度$fee。" ''
	done
	for fee in '发出收费通知3件，总金额500元，实际收取信息处理费300元' \
	    '发出缴费通知书3份，申请人缴纳信息处理费300元' \
	    '按照《关于做好收费工作的通知》，信息处理费300元'; do
		is "本年度$fee。" 'fee.1=300'
	done
	is '发出收费通知0件，涉及信息处理费0元。' 'fee.1=0'
}

@test "a price, or so many each month, is no number of what there was" {
	local price

	for price in 12元/件 12元／件 12元每件 12元一件 0.1元/页; do
		is "收取信息处理费$price。" ''
	done
	is '按10元/件收取信息处理费共计30元。' 'fee.1=30'
	is '收到政府信息公开申请5件/月。' ''
	is '收到政府信息公开申请5件/次。' 'received.1=5'
	is '政府信息公开行政复议3件/行政诉讼2件。' 'review.1=3 suit.1=2'
}

@test "a paragraph that a page break tore apart is read as one" {
	report $'2023年，我局按照规定办理各类公开事项，全年收到政府信息公开申请\n\n8件，答复7件。' >a.txt
	run bash -c "'$build/gx-table' --no-header a.txt | awk -F'\t' '\$5 == \"s1\" {print \$6, \$8, \$11}'"
	[ "$output" = $'received 8 7\nanswered 7 7' ]
}

@test "x.received: all readings are tried" {
	table="t3.new.total=18 t3.carried_in.total=3 t3.total.total=20 t3.carried_out.total=1"
	finds '' x.received s1.received.1=18 $table
	finds '' x.received s1.received.1=21 $table
	finds 'warning s1.received.1' x.received s1.received.1=20 $table
	finds '' x.received s1.received.1=20,about $table
	finds 'warning s1.received.2' x.received s1.received.1=18 s1.received.2=40 $table
	# the table is cut off behind its second row
	finds 'warning s1.received.1' x.received s1.received.1=2 t3.new.total=3 t3.carried_in.total=0
	finds '' x.received s1.received.1=2
}

@test "x.answered, x.carried, x.review, x.suit, x.outcome" {
	finds 'warning s1.answered.1' x.answered s1.answered.1=9 t3.total.total=8
	finds '' x.answered s1.handled.1=9 t3.total.total=8 t3.new.total=9
	finds 'warning s1.carried_out.1' x.carried s1.carried_out.1=2 t3.carried_out.total=1
	finds 'warning s1.none.carried_in.1' x.nocarry s1.none.carried_in.1=0 t3.carried_in.total=1
	finds 'warning s1.review.1' x.review s1.review.1=2 t4.review.total=1
	finds '' x.suit s1.suit.1=3 t4.suit_direct.total=1 t4.suit_after.total=2
	finds 'warning s1.suit.1' x.suit s1.suit.1=1 t4.suit_direct.total=1 t4.suit_after.total=2
	finds 'warning s1.review.upheld.1' x.outcome s1.review.upheld.1=7 t4.review.upheld=5
	finds '' x.outcome s1.suit.upheld.1=7 t4.suit_direct.upheld=5 t4.suit_after.upheld=2
}

@test "x.none and t3.zero are errors, x.none not where a number is given too" {
	finds 'error s1.none.requests.1' x.none s1.none.requests.1=0 t3.new.total=3
	finds '' x.none s1.none.requests.1=0 s1.received.1=3 t3.new.total=3
	finds '' x.none s1.none.requests.1=0 t3.new.total=0
	finds 'error s1.none.suit.1' x.none s1.none.suit.1=0 t4.suit_direct.total=0 t4.suit_after.total=1
	zero="t3.new.total=0 t3.carried_in.total=0 t3.total.total=0 t3.carried_out.total=0"
	finds 'error s1.received.1' t3.zero s1.received.1=3 $zero
	finds '' t3.zero s1.received.1=0 $zero
	finds '' x.received s1.received.1=3 $zero
}

@test "x.sum: too much, too little with a rest, a little too little" {
	finds 'warning s1.sum1.whole' x.sum s1.sum1.whole=10 s1.sum1.part.1=6 s1.sum1.part.2=5
	finds 'warning s1.sum1.whole' x.sum s1.sum1.whole=100 s1.sum1.rest=3 s1.sum1.part.1=6 s1.sum1.part.2=3
	finds 'warning s1.sum1.whole' x.sum s1.sum1.whole=100 s1.sum1.part.1=60 s1.sum1.part.2=20 s1.sum1.part.3=13
	# highlights, not everything
	finds '' x.sum s1.sum1.whole=100 s1.sum1.part.1=20 s1.sum1.part.2=20 s1.sum1.part.3=13
	finds '' x.sum s1.sum1.whole=100 s1.sum1.part.1=60 s1.sum1.part.2=25
}

@test "x.pct allows rounding and cutting off" {
	finds '' x.pct s1.pct1.part=35 s1.pct1.of=805 s1.pct1.percent=4.34 s1.pct1.slack=0.01
	finds '' x.pct s1.pct1.part=35 s1.pct1.of=805 s1.pct1.percent=4.35 s1.pct1.slack=0.01
	finds 'warning s1.pct1.percent' x.pct s1.pct1.part=35 s1.pct1.of=805 s1.pct1.percent=4.4 s1.pct1.slack=0.01
}

@test "x.same, x.list, x.fee2" {
	report '公开信息100条，其中微博公开信息60条，微信公开信息40条。官方微博及微信累计公开信息98条。' >a.txt
	run "$build/gx-check" -f text -r x.same a.txt
	[[ $output == *'60 + 40 ≠ 98'* ]]
	finds 'note s1.list1.stated' x.list s1.list1.listed=7 s1.list1.stated=8
	finds '' x.list s1.list1.listed=3 s1.list1.stated=8
	finds 'warning s1.fee.1' x.fee2 s1.fee.1=3940 t2.fee.fee_amount=0.1
	finds '' x.fee2 s1.fee.1=3940 t2.fee.fee_amount=0.39
	finds 'warning s1.fee_wan.1' x.fee3 s1.fee_wan.1=1.2 t2.fee.fee_amount=0.1
	finds '' x.fee3 s1.fee_wan.1=1.2 t2.fee.fee_amount=1.2
}

@test "m.date: January for offices, March for governments" {
	finds '' m.date doc.publisher.kind=department doc.published.date=20240131
	finds 'warning doc.published.date' m.date doc.publisher.kind=department doc.published.date=20240201
	finds 'warning doc.published.date' m.date doc.publisher.kind=town doc.published.date=20240201
	finds '' m.date doc.publisher.kind=government doc.published.date=20240331
	finds 'warning doc.published.date' m.date doc.publisher.kind=government doc.published.date=20240401
	finds '' m.date doc.published.date=20240301
}

@test "rules on the form of the document" {
	finds 'warning doc.title.text' m.title doc.title.text=年度报告 doc.publisher.title=青屿市民政局
	finds 'note doc.publisher.sign' m.publisher doc.publisher.title=青屿市民政局 doc.publisher.sign=青屿市水利局
	finds '' m.publisher doc.publisher.title=青屿市民政局 doc.publisher.sign=市民政局
	finds 'warning doc.s5.chars' s.empty5 doc.s5.order=5 doc.s5.chars=1
	finds '' s.empty5 doc.s5.order=5 doc.s5.chars=200
	finds 'warning t2.rules.issued' t2.rules doc.publisher.below_city=青屿县 t2.rules.issued=2
	finds '' t2.rules t2.rules.issued=2
}

@test "sound reports of every layout have no finding on the prose" {
	for noise in "" --noise; do
		"$build/tests/gen" --count=150 --seed=31 $noise --tar |
		    "$build/gx-check" --no-header -r 'x.*' -r t3.zero -r 't2.*' -r 'm.*' -r s.empty5 |
		    awk -F'\t' '$7 == "fail" && $6 != "note"' >found.tsv
		cat found.tsv
		[ ! -s found.tsv ]
	done
}

@test "a wrong number in the prose is found under its rule" {
	for pair in received:x.received answered:x.answered parts:x.sum noyear:m.title; do
		"$build/tests/gen" --count=100 --seed=32 --fault="${pair%:*}" \
		    --layout=cells,tsv,pipe,bars,barends,para,raw,layout,html,docx --tar |
		    "$build/gx-check" --no-header -r "${pair#*:}" |
		    awk -F'\t' '$7 == "fail" { print $1 }' | sort -u | wc -l >n
		echo "$pair $(cat n)"
		[ "$(cat n)" -eq 100 ]
	done
}

@test "x.balance: where the table cannot be read the prose is held against itself" {
	finds 'warning s1.received.1' x.balance s1.received.1=20 s1.carried_in.1=2 s1.answered.1=15 s1.carried_out.1=3
	finds '' x.balance s1.received.1=20 s1.carried_in.1=2 s1.answered.1=19 s1.carried_out.1=3
	finds '' x.balance s1.received.1=22 s1.carried_in.1=2 s1.answered.1=19 s1.carried_out.1=3
	finds '' x.balance t3.new.total=1 s1.received.1=20 s1.carried_in.1=2 s1.answered.1=15 s1.carried_out.1=3
}

@test "growth: of the figure before, against last year, with nothing else between" {
	is '收到政府信息公开申请12件，比上年增加2件，增长20%。' \
	    'received.1=12 growth1.now=12 growth1.by=2 growth1.by_percent=20 growth1.slack=1 growth.received.number=12 growth.received.by=2 growth.received.by_percent=20 growth.received.slack=1'
	is '主动公开信息120条，较2022年的100条下降21.5%。' \
	    'growth1.now=120 growth1.by_percent=-21.5 growth1.slack=0.1 growth1.before=100'
	is '2022年收到政府信息公开申请10件，2023年收到政府信息公开申请8件，同比减少2件。' \
	    'received.1=8 growth1.now=8 growth1.by=-2 growth1.before=10 growth.received.number=8 growth.received.by=-2'
	# of something else, since another year, in points, not exact
	is '收到政府信息公开申请12件，满意率比上年提高20%，较上年增加2个百分点。' 'received.1=12'
	is '收到政府信息公开申请12件，与2021年相比，减少3件。' 'received.1=12'
	is '公开信息300余条，同比增长3.1%。' ''
}

@test "growth: what was reached is no growth" {
	local change

	for change in 下降为5件 增加为15件 减少到3件 上升至20件 减少了为5件 增加达15件; do
		is "收到政府信息公开申请8件，比上年$change。" 'received.1=8'
	done
	is '收到政府信息公开申请15件，比上年的12件增加为15件。' 'received.1=15'
	is '收到政府信息公开申请12件，同比增幅为2件。' \
	    'received.1=12 growth.received.number=12 growth.received.by=2'
	is '收到政府信息公开申请12件，同比增长为20%。' \
	    'received.1=12 growth.received.number=12 growth.received.by_percent=20 growth.received.slack=1'
}

@test "x.growth: the growth is that of the numbers, rounded or cut off" {
	finds 'warning s1.growth1.now' x.growth s1.growth1.now=12 s1.growth1.before=10 s1.growth1.by_percent=25 s1.growth1.slack=1
	finds '' x.growth s1.growth1.now=13 s1.growth1.before=11 s1.growth1.by_percent=18.1 s1.growth1.slack=0.1
	finds '' x.growth s1.growth1.now=8 s1.growth1.before=10 s1.growth1.by_percent=-20 s1.growth1.slack=1
	finds 'warning s1.growth1.now' x.growth s1.growth1.now=12 s1.growth1.before=10 s1.growth1.by=3
	finds 'warning s1.growth1.now' x.growth s1.growth1.now=12 s1.growth1.by=2 s1.growth1.by_percent=17 s1.growth1.slack=1
	finds '' x.growth s1.growth1.now=12 s1.growth1.by=2 s1.growth1.by_percent=20 s1.growth1.slack=1
	finds '' x.growth s1.growth1.now=12 s1.growth1.before=0 s1.growth1.by_percent=100 s1.growth1.slack=1
}

@test "y.year: the text tells of another year as if it were the report's" {
	is '2022年收到政府信息公开申请12件。' 'other_year.1=2022'
	is '我局2022年度主动公开政府信息12条。' 'other_year.1=2022'
	is '2022年没有收到政府信息公开申请。' 'other_year.1=2022'
	# compared, planned, cited, of another kind
	is '2022年收到政府信息公开申请12件，2023年受理政府信息公开申请10件。' 'received.1=10'
	is '2024年将公开政府信息12条。' ''
	is '根据2022年要求公开信息12条。' ''
	is '2022年12月公开信息12条。' ''
	finds 'warning s1.other_year.1' y.year s1.other_year.1=2022
}

@test "b.text: numbers that were not filled in, dates without a month" {
	is '全年在政府网站共主动公开条，其中网站3条。' 'broken.1='
	is '自2018年11日至2018年1231日。' 'broken.1='
	is '公开条例全文。2018年11月1日。收到件数，公开条目。' ''
	finds 'warning s1.broken.1' b.text 's1.broken.1=共公开条'
	finds 'note doc.note.bookmark' b.remains doc.note.bookmark=1
}

@test "p.scope: an office reports in the place of its government" {
	is '2023年，我办收到政府信息公开申请3件。' 'received.1=3 office.1=' 青屿县人民政府
	is '2023年，我办收到政府信息公开申请3件，全县收到5件。' 'received.1=3' 青屿县人民政府
	is '2023年，我办收到政府信息公开申请3件。' 'received.1=3' 青屿县人民政府办公室
	is '2023年，按本办法收到政府信息公开申请3件。' 'received.1=3' 青屿县人民政府
	finds 'warning s1.office.1' p.scope doc.publisher.kind=government 's1.office.1=我办'
	finds '' p.scope doc.publisher.kind=office 's1.office.1=我办'
}

@test "s.listed: the parts that are named and their number" {
	finds 'note s1.parts.all' s.listed s1.parts.named=5 s1.parts.all=6
	finds '' s.listed s1.parts.named=6 s1.parts.all=6
	printf '青屿市民政局2023年政府信息公开工作年度报告\n\n全文由总体情况、主动公开情况、申请情况、复议诉讼情况、其他事项六个部分组成。\n\n一、总体情况\n\n无。\n' >a.txt
	[ "$("$build/gx-table" --no-header a.txt | awk -F'\t' '$5 == "s1" { print $7 "=" $8 }' | paste -sd' ')" = 'named=5 all=6' ]
}

@test "the date that ends a text without lines is the one under the report" {
	printf '青屿市民政局2023年政府信息公开工作年度报告\n发布日期：2024-01-05 一、总体情况 收到政府信息公开申请3件。 六、其他需要报告的事项 无。 青屿市民政局 2024年3月2日\n' >a.txt
	[ "$("$build/gx-table" --no-header a.txt | awk -F'\t' '$6 $7 == "publisheddate" { print $8 }')" = 20240302 ]
}

# dates TEXT: the facts that are dates, of a report that ends in the text
dates() {
	{
		report 收到政府信息公开申请3件。
		printf '\n%s\n' "$1"
	} >a.txt
	"$build/gx-table" --no-header a.txt |
		awk -F'\t' '$6 == "published" || $6 == "period" { print $6 "." $7 "=" $8 }'
}

@test "a day whose digits a blank parts is not the first of them" {
	[ "$(dates '2024年1月25日')" = published.date=20240125 ]
	[ "$(dates '2024 年 1 月 25 日')" = published.date=20240125 ]
	[ "$(dates '2024-01-25 12:30')" = published.date=20240125 ]
	[ "$(dates '2024年1月2 5日')" = '' ]
	[ "$(dates '2024 年 1 月 2 5 日')" = '' ]
}

# titled YEAR: the year of the title, the year and the publisher of such a report
titled() {
	printf '青屿市民政局%s政府信息公开工作年度报告\n\n一、总体情况\n\n无。\n' "$1" >a.txt
	"$build/gx-table" --no-header a.txt |
		awk -F'\t' '$6 $7 == "titleyear" { y = $8 } END { print y "|" $2 "|" $3 }'
}

@test "the digits of a year may have blanks between them" {
	[ "$(titled '2 0 2 3年')" = '2023|2023|青屿市民政局' ]
	[ "$(titled '2 0 2 3 年度')" = '2023|2023|青屿市民政局' ]
	[ "$(titled '２ ０ ２ ３年')" = '2023|2023|青屿市民政局' ]
	is '2 0 2 2年收到政府信息公开申请5件。' ''
	is '2 0 2 3年收到政府信息公开申请5件。' 'received.1=5'
	[ "$(dates '2 0 2 4 年 1 月 5 日')" = published.date=20240105 ]
	# other numbers, or who knows which
	[[ "$(titled '20 23年')" == '||'* ]]
	[[ "$(titled '2 0 2 3 4年')" == '||'* ]]
	[[ "$(titled '5 2 0 2 3年')" == '||'* ]]
	[ "$(dates '2 0 2 4 - 1 - 5')" = '' ]
}

@test "the period is found across the end of a line" {
	printf '青屿市民政局2023年政府信息公开工作年度报告\n\n数据自2023年1月1日起至2023年12\n月31日止。\n\n一、总体情况\n\n收到政府信息公开申请3件。\n' >a.txt
	[ "$("$build/gx-table" --no-header a.txt | awk -F'\t' '$6 $7 == "periodyear" { print $8 }')" = 2023 ]
}
