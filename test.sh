#!/usr/bin/env bash
# Builds, checks the style, runs every test, measures coverage and asks for known advisories.
#
#   ./test.sh                                  everything
#   ./test.sh --filter 'Category!=Slow'        arguments go to `dotnet test`
#
# Needs the .NET 10 SDK, and Node.js 20.19 or newer with npm. On Debian it installs what else the tests need where that
# is missing, which takes root. Its last line is "N passed, N failed"; a check that fails counts as one failed. Before it
# stands once more what failed, and why. The exit code is 0 only where nothing failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly results="$PWD/artifacts/tests"
readonly least_coverage=95
readonly dotnet_test_arguments=("$@")

# Nothing may outlive this script: neither compiler servers nor MSBuild nodes.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# Where the servers of the tests log to: see check_logs.
export GORING_TEST_LOGS="$results/logs"
# Output is searched for words.
export DOTNET_CLI_UI_LANGUAGE=en LC_ALL=C.UTF-8

passed=0
failed=0
finished=false
suite_group=""
policy_file=""
# What is told again at the end.
told=""

step() { printf '\n== %s\n' "$*"; }

fail() {
  printf 'FAILED: %s\n' "$*"
  failed=$((failed + 1))
  told+="$*"$'\n'
}

stop() {
  fail "$@"
  finished=true
  exit 1
}

# Ends what a suite left behind, its own process group and nothing else.
end_suite() {
  if [[ -n $suite_group ]]; then
    kill -TERM -- "-$suite_group" 2>/dev/null || true
    suite_group=""
  fi
}

on_exit() {
  local code=$?
  trap '' INT TERM
  end_suite
  if [[ -n $policy_file ]]; then
    rm -f "$policy_file"
  fi
  if [[ $finished == false ]]; then
    fail "interrupted, or a command failed (exit code $code)"
  fi
  if ((failed > 0 && code == 0)); then
    code=1
  fi
  if [[ -n $told ]]; then
    printf '\n== what failed\n%s\n' "$told"
  fi
  printf '%d passed, %d failed\n' "$passed" "$failed"
  exit "$code"
}
trap on_exit EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The tests start servers of their own; the package must not start another.
install_package() {
  if [[ $EUID -ne 0 ]]; then
    stop "$1 is missing. Install it (apt-get install $1), or run this script as root."
  fi
  if ! command -v apt-get >/dev/null; then
    stop "$1 is missing, and so is apt-get to install it with."
  fi
  if [[ ! -e /usr/sbin/policy-rc.d ]]; then
    policy_file=/usr/sbin/policy-rc.d
    printf '#!/bin/sh\nexit 101\n' >"$policy_file"
    chmod +x "$policy_file"
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q && apt-get install -q -y --no-install-recommends "$1" || stop "$1 could not be installed"
  if [[ -n $policy_file ]]; then
    rm -f "$policy_file"
    policy_file=""
  fi
}

# The value of a counter of a trx file.
counter() { sed -n 's/.*<Counters [^>]*\b'"$2"'="\([0-9]*\)".*/\1/p' "$1" | head -n 1; }

# tell_failures REPORT: the tests that failed, by name and reason, from the report of dotnet test, vitest or Playwright.
tell_failures() {
  told+=$(node -e '
    const text = require("node:fs").readFileSync(process.argv[1], "utf8");
    const named = { lt: "<", gt: ">", quot: "\"", apos: "\u0027", amp: "&" };
    const plain = (xml) => xml
      .replace(/&#(x?)([0-9a-f]+);/gi, (_, hex, code) => String.fromCodePoint(parseInt(code, hex ? 16 : 10)))
      .replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => named[name]);
    const tell = (name, reason) => console.log([name, ...reason.trim().split("\n").slice(0, 20)].join("\n    "));
    const inside = (xml, element) => plain(new RegExp(`<${element}>([^]*?)</${element}>`).exec(xml)?.[1] ?? "");

    function tellSuite(suite, titles) {
      for (const spec of suite.specs.filter((one) => !one.ok)) {
        const errors = spec.tests.flatMap((test) => test.results.at(-1)?.errors ?? []);
        tell([...titles, spec.title].join(" › "), errors.map((error) => error.message).join("\n"));
      }
      suite.suites?.forEach((inner) => tellSuite(inner, [...titles, inner.title]));
    }

    if (text.trimStart().startsWith("{")) {
      const report = JSON.parse(text);
      report.suites?.forEach((suite) => tellSuite(suite, [suite.title]));
      report.testResults?.flatMap((file) => file.assertionResults).filter((test) => test.status === "failed")
        .forEach((test) => tell(test.fullName, test.failureMessages.join("\n")));
    } else {
      for (const [result] of text.matchAll(/<UnitTestResult (?=[^>]*outcome="Failed")[^]*?<\/UnitTestResult>/g)) {
        tell(plain(/testName="([^"]*)"/.exec(result)[1]), `${inside(result, "Message")}\n${inside(result, "StackTrace")}`);
      }
    }
  ' "$1" 2>&1)$'\n' || true
}

# run_suite NAME PROJECT [argument of dotnet test ...]
run_suite() {
  local name=$1 project=$2 code=0 trx="$results/$1/$1.trx" bad
  shift 2
  step "$name"

  # A process group of its own, so that whatever the suite started can be ended with it.
  set -m
  dotnet test "$project" --no-build -c Release --results-directory "$results/$name" \
    --logger "trx;LogFileName=$name.trx" --blame-hang-timeout 10m --blame-hang-dump-type none \
    "$@" ${dotnet_test_arguments[@]+"${dotnet_test_arguments[@]}"} </dev/null &
  suite_group=$!
  set +m
  wait "$suite_group" || code=$?
  end_suite

  if [[ ! -s $trx ]]; then
    fail "$name wrote no results (exit code $code)"
    return
  fi

  local ran ok
  ran=$(counter "$trx" executed)
  ok=$(counter "$trx" passed)
  bad=$(($(counter "$trx" failed) + $(counter "$trx" error) + $(counter "$trx" timeout) + $(counter "$trx" aborted)))
  passed=$((passed + ${ok:-0}))
  failed=$((failed + bad))
  printf '%s: %d passed, %d failed, %d left out\n' "$name" "${ok:-0}" "$bad" "$(($(counter "$trx" total) - ran))"
  if ((bad > 0)); then
    tell_failures "$trx"
  fi
  if ((${ran:-0} == 0)) && ((${#dotnet_test_arguments[@]} > 0)); then
    echo "$name has none that the arguments ask for"
  elif ((${ran:-0} == 0)); then
    fail "$name ran no test"
  elif ((code != 0 && bad == 0)); then
    fail "$name did not end well (exit code $code)"
  fi
}

# A minute of faults on real processes; it counts as one test.
run_chaos() {
  step "chaos"
  if dotnet tests/Chaos/bin/Release/net10.0/Goring.Chaos.dll --pairs 50 --seconds 60 --fault-every 10 \
    --logs "$results/chaos" </dev/null; then
    passed=$((passed + 1))
  else
    fail "the chaos run"
  fi
}

# Attackers on a server of their own while two call; it counts as one test.
run_abuse() {
  step "abuse"
  if timeout -k 5 180 dotnet tests/Abuse/bin/Release/net10.0/Goring.Abuse.dll \
    --seconds 8 --half-open 4000 --slow 300 --garbage 300 </dev/null; then
    passed=$((passed + 1))
  else
    fail "the abuse run"
  fi
}

# Made-up frames, requests and tokens, from a seed that it prints; it counts as one test.
run_fuzz() {
  step "fuzz"
  if timeout -k 5 180 dotnet tests/Fuzz/bin/Release/net10.0/Goring.Fuzz.dll \
    --parser 100000 --frames 10000 --requests 2000 --tokens 30000 </dev/null; then
    passed=$((passed + 1))
  else
    fail "the fuzz run"
  fi
}

# count_report NAME JSON-FILE EXIT-CODE: what vitest and Playwright report as JSON.
count_report() {
  local counts good bad again
  counts=$(node -e '
    const { stats, numPassedTests, numFailedTests } = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
    console.log(stats
      ? `${stats.expected + stats.flaky} ${stats.unexpected} ${stats.flaky}` : `${numPassedTests} ${numFailedTests} 0`);
  ' "$2" 2>/dev/null) || true
  if [[ -z $counts ]]; then
    fail "$1 wrote no results (exit code $3)"
    return
  fi
  read -r good bad again <<<"$counts"
  passed=$((passed + good))
  failed=$((failed + bad))
  printf '%s: %d passed, %d of them only at the second try, %d failed\n' "$1" "$good" "$again" "$bad"
  if ((bad > 0)); then
    tell_failures "$2"
  fi
  if ((good == 0)); then
    fail "$1 ran no test"
  elif (($3 != 0 && bad == 0)); then
    fail "$1 did not end well (exit code $3)"
  fi
}

# The TypeScript client: its package, and its tests against the server that was built, with Node and in Chromium.
run_clients() {
  step "clients"
  local report="$results/clients.json" code=0
  if ! (cd clients/typescript && npm ci --no-audit --no-fund && npm run build && npm run check) </dev/null; then
    fail "the client's package"
    return
  fi

  set -m
  (cd clients/typescript && exec timeout -k 5 300 npx vitest run \
    --reporter=default --reporter=json --outputFile.json="$report") </dev/null &
  suite_group=$!
  set +m
  wait "$suite_group" || code=$?
  end_suite
  count_report clients "$report" "$code"
}

# The web client: its types, its parts, its size, and calls between browsers over servers that its tests start.
run_web_client() {
  step "web client"
  local folder=examples/web-client report="$results/web-client.json" code=0
  if ! (cd "$folder" && npm ci --no-audit --no-fund && npm run check && npm run build && npm run size) </dev/null; then
    fail "the web client's build"
    return
  fi
  (cd "$folder" && exec timeout -k 5 120 npx vitest run \
    --reporter=default --reporter=json --outputFile.json="$report") </dev/null || code=$?
  count_report "web client" "$report" "$code"

  step "calls between browsers"
  report="$results/browsers.json"
  code=0
  set -m
  (cd "$folder" && E2E_RESULTS="$report" exec timeout -k 10 900 npx playwright test) </dev/null &
  suite_group=$!
  set +m
  wait "$suite_group" || code=$?
  end_suite
  count_report "calls between browsers" "$report" "$code"
}

# Line coverage of domain and application: generated code is nobody's to test.
check_coverage() {
  step "coverage"
  local report counts covered lines
  report=$(find "$results/unit" -name coverage.cobertura.xml 2>/dev/null | head -n 1)
  if [[ -z $report ]]; then
    fail "coverage was not measured"
    return
  fi

  counts=$(awk '
    function attribute(name,    found) {
      found = match($0, " " name "=\"[^\"]*\"")
      return found ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : ""
    }
    /<package /  { package = attribute("name"); wanted = package == "Goring.Domain" || package == "Goring.Application" }
    /<class /    { file = attribute("filename") }
    /<line /     {
      if (!wanted || file ~ /\.g\.cs$/ || file ~ /(^|[\/\\])obj[\/\\]/) next
      line = file ":" attribute("number")
      if (!(line in hits)) { lines++; measured[package]++ }
      if (attribute("hits") > 0 && !hits[line]) covered++
      hits[line] = hits[line] || attribute("hits") > 0
    }
    END {
      # An assembly that the collector could not read is left out of its report without a word.
      both = measured["Goring.Domain"] && measured["Goring.Application"]
      print covered + 0, both ? lines : 0
    }' "$report")
  read -r covered lines <<<"$counts"
  if ((lines == 0)); then
    fail "coverage was not measured for both, domain and application"
    return
  fi
  printf 'line coverage of domain and application: %s %% (%d of %d lines, at least %d %% wanted)\n' \
    "$(awk -v c="$covered" -v l="$lines" 'BEGIN { printf "%.1f", 100 * c / l }')" "$covered" "$lines" "$least_coverage"
  if ((covered * 100 < lines * least_coverage)); then
    fail "coverage is too low"
  fi
}

# The log lines of all suites, most at the lowest level, searched for what must stand in none; it counts as one test.
check_logs() {
  step "logs"
  local private suite lines few="" found total=0
  # Tokens, ring tokens and keys; secrets of the tests.
  private='eyJ[A-Za-z0-9_-]{8,}|[?&]token=|PRIVATE KEY|"metadata"|-secret-(of|tail)|(first|second|third|ring)-secret'
  # SDP and candidates, as browsers make them and as the tests do; payloads.
  private+='|v=0|\bsdp\b|an-sdp|v{100}|a=(fingerprint|ice-ufrag|candidate)|candidate:|marker|MARKER|PRIVATE'
  # Device tokens: the push sandbox's, and those of tests on ports.
  private+='|\b[0-9a-fA-F]{64}\b|fcm-device'
  # Names, user names and pictures of the suites' users.
  private+='|[a-z0-9]+ Name\b|_username|images\.test|img\.test|\b(Alice|Carol)\b|USER-[0-9A-F]{8}'
  private+='|Ada Okafor|Ben Larsen|Cleo Mar|Dan Whitaker'

  for suite in unit integration clients chaos abuse fuzz browsers; do
    lines=$(log_lines "$suite" | wc -l)
    printf '%s: %d lines\n' "$suite" "$lines"
    total=$((total + lines))
    if ((lines < 100)); then
      few+=" $suite"
    fi
    if found=$(log_lines "$suite" | grep -E -m 3 "$private"); then
      printf '%s\n' "$found"
      fail "something private stands in the logs of $suite"
      return
    fi
  done
  if [[ -n $few ]]; then
    fail "too few lines of logs for the search to mean anything, from:$few"
  else
    passed=$((passed + 1))
    printf 'nothing private in %d lines\n' "$total"
  fi
}

# log_lines SUITE
log_lines() {
  if [[ $1 == chaos ]]; then
    cat "$results"/chaos/goring-*.log 2>/dev/null || true
  else
    cat "$GORING_TEST_LOGS/$1"-*.log 2>/dev/null || true
  fi
}

# A feed that does not answer is no fault of the code. What it names is one.
check_advisories() {
  step "known advisories"
  local answer code=0
  answer=$(timeout 120 dotnet list Goring.sln package --vulnerable --include-transitive 2>&1 </dev/null) || code=$?
  if grep -q 'has the following vulnerable packages' <<<"$answer"; then
    printf '%s\n' "$answer"
    fail "a package has a known advisory"
  elif ((code == 0)) && grep -q 'has no vulnerable packages' <<<"$answer"; then
    echo "the feed names none (a feed that keeps no advisories names none either)"
  else
    echo "NOTICE: the package feed did not say; nothing was checked"
  fi
  check_npm_advisories clients/typescript
  check_npm_advisories examples/web-client
}

# check_npm_advisories FOLDER. Nothing is accepted so far; what is to be, is explained in docs/decisions.
check_npm_advisories() {
  local answer
  answer=$(cd "$1" && timeout 120 npm audit --json 2>/dev/null </dev/null) || true
  case $(node -e '
    let answer;
    try { answer = JSON.parse(require("node:fs").readFileSync(0, "utf8")); } catch {}
    console.log(answer?.metadata?.vulnerabilities?.total ?? "none");
  ' <<<"$answer") in
    none) echo "NOTICE: the registry of $1 did not say; nothing was checked" ;;
    0) echo "$1: the registry names none" ;;
    *)
      printf '%s\n' "$answer"
      fail "a package of $1 has a known advisory"
      ;;
  esac
}

command -v dotnet >/dev/null || stop "the .NET 10 SDK is missing"
command -v redis-server >/dev/null || install_package redis-server
command -v npm >/dev/null || stop "npm is missing (Node 20 or later)"
command -v chromium >/dev/null || install_package chromium
command -v turnserver >/dev/null || install_package coturn
command -v nginx >/dev/null || install_package nginx-light
command -v haproxy >/dev/null || install_package haproxy
rm -rf "$results"
mkdir -p "$results"

step "build"
dotnet build Goring.sln -c Release || stop "the build"

step "style"
dotnet format Goring.sln --verify-no-changes --no-restore || fail "dotnet format would change files"

coverage_arguments=(--collect "XPlat Code Coverage")
if [[ -f tests/UnitTests/coverlet.runsettings ]]; then
  coverage_arguments+=(--settings tests/UnitTests/coverlet.runsettings)
fi
run_suite unit tests/UnitTests "${coverage_arguments[@]}"
run_suite integration tests/IntegrationTests
if ((${#dotnet_test_arguments[@]} == 0)); then
  run_clients
  run_chaos
  run_abuse
  run_fuzz
  run_web_client
fi
check_coverage
if ((${#dotnet_test_arguments[@]} == 0)); then
  check_logs
fi
check_advisories

finished=true
echo
if ((failed > 0)); then
  exit 1
fi
