//! The contract of the command line, tried on the program itself: exit statuses, formats, pages, completions.

#![allow(
    clippy::unwrap_used,
    reason = "a test fails by panicking, its helpers too"
)]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const CLEAN: &str = "\
interface ShopInterface {
    RequestResponse: price( string )( int )
}

service Shop {
    execution: concurrent

    inputPort In {
        location: \"socket://localhost:8000\"
        protocol: sodep
        interfaces: ShopInterface
    }

    main {
        price( item )( result ) {
            result = 3
        }
    }
}
";

/// The same with an operation that nobody implements: a warning.
fn unimplemented() -> String {
    CLEAN.replace(
        "price( string )( int )",
        "price( string )( int ), gone( void )( void )",
    )
}

/// The same with an input that no port offers: an error.
fn unexposed() -> String {
    CLEAN
        .replace(
            "price( item )",
            "[ prize( x )( y ) ]\n        [ price( item )",
        )
        .replace("result = 3\n        }", "result = 3\n        } ]")
}

const BROKEN: &str = "service Shop {\n    main {\n        x = = 1\n    }\n}\n";

/// A folder of its own for one test, with these files in it.
fn folder(test: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
    folder
}

fn command(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quadrille"));
    command
        .current_dir(folder)
        .args(words)
        .env_remove("NO_COLOR");
    command
}

fn quadrille(folder: &Path, words: &[&str]) -> Output {
    command(folder, words).output().unwrap()
}

fn status(folder: &Path, words: &[&str]) -> i32 {
    let output = quadrille(folder, words);
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn json(folder: &Path, words: &[&str]) -> Value {
    let output = quadrille(folder, words);
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["schema"], "quadrille/1");
    assert_eq!(value["status"], output.status.code().unwrap());
    value
}

fn codes(report: &Value) -> Vec<&str> {
    let diagnostics = report["diagnostics"].as_array().unwrap();
    diagnostics
        .iter()
        .map(|one| one["code"].as_str().unwrap())
        .collect()
}

#[test]
fn a_correct_service_is_status_0() {
    let folder = folder("correct", &[("shop.ol", CLEAN)]);
    let output = quadrille(&folder, &["check"]);
    let text = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(
        text.starts_with("1 service, 1 system: holds (exhaustive, 2 sessions) in "),
        "{text}"
    );
    assert!(text.ends_with("ms\n"), "{text}");
    assert_eq!(stderr(&output), "");
}

#[test]
fn a_warning_is_status_0_and_1_when_denied() {
    let folder = folder("warning", &[("shop.ol", &unimplemented())]);
    let report = json(&folder, &["check", "--format", "json"]);
    assert_eq!(codes(&report), ["Q0311"]);
    assert_eq!(report["status"], 0);
    assert_eq!(status(&folder, &["check", "--deny", "warnings"]), 1);
}

#[test]
fn an_error_is_status_1() {
    let folder = folder("error", &[("shop.ol", &unexposed())]);
    let report = json(&folder, &["check", "shop.ol", "--format=json"]);
    assert_eq!(codes(&report), ["Q0312"]);
    assert_eq!(report["status"], 1);
    assert_eq!(report["diagnostics"][0]["file"], "shop.ol");
    let text = stdout(&quadrille(&folder, &["check"]));
    assert!(text.starts_with("error[Q0312]: "), "{text}");
    assert!(text.contains("--> shop.ol:15:"), "{text}");
    assert!(
        text.contains("Read more: quadrille explain Q0312\n"),
        "{text}"
    );
}

#[test]
fn what_cannot_be_read_is_status_2_in_every_format() {
    let folder = folder(
        "unusable",
        &[("broken.ol", BROKEN), ("shop.ol", &unexposed())],
    );
    let report = json(&folder, &["check", "--format", "json"]);
    assert_eq!(report["status"], 2);
    assert!(codes(&report).iter().any(|code| code.starts_with("Q00")));
    let missing = json(&folder, &["check", "nothing.ol", "--format", "json"]);
    assert_eq!(codes(&missing), ["Q0101"]);
    for format in ["text", "sarif"] {
        let output = quadrille(&folder, &["check", "broken.ol", "--format", format]);
        assert_eq!(output.status.code(), Some(2), "{format}");
        assert!(stdout(&output).contains("Q0001"), "{format}");
    }
}

#[test]
fn options_that_cannot_be_used_are_status_2() {
    let folder = folder("options", &[("shop.ol", CLEAN), ("no.json", "{}")]);
    let wrong: [&[&str]; 8] = [
        &[],
        &["check", "--no-such-option"],
        &["check", "--format", "yaml"],
        &["check", "--constant", "N"],
        &["check", "--baseline", "missing.json"],
        &["check", "--baseline", "no.json"],
        &["check", "--include", "missing"],
        &["graph", "--include", "no.json"],
    ];
    for words in wrong {
        let output = quadrille(&folder, words);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(!stderr(&output).is_empty(), "{words:?}");
        assert_eq!(stdout(&output), "", "{words:?}");
    }
    fs::remove_file(folder.join("shop.ol")).unwrap();
    assert_eq!(
        status(&folder, &["check"]),
        2,
        "nothing to judge is no success"
    );
    for last in ["--no-such-option", "--baseline=missing.json"] {
        let report = json(&folder, &["check", "--format", "json", last]);
        assert!(report["error"].is_string(), "{last}");
    }
}

#[test]
fn a_baseline_is_not_reported_again() {
    let folder = folder("baseline", &[("shop.ol", &unexposed())]);
    let known = quadrille(&folder, &["check", "--format", "json"]);
    fs::write(folder.join("known.json"), known.stdout).unwrap();
    let moved = format!("// a new first line\n\n{}", unexposed());
    fs::write(folder.join("shop.ol"), moved).unwrap();
    assert_eq!(status(&folder, &["check"]), 1);
    assert_eq!(status(&folder, &["check", "--baseline", "known.json"]), 0);
}

#[test]
fn a_comment_with_a_reason_excuses_its_line() {
    let excused = unexposed().replace(
        "[ prize(",
        "// quadrille: allow(Q0312) because of this test\n        [ prize(",
    );
    let folder = folder("excused", &[("shop.ol", &excused)]);
    let report = json(&folder, &["check", "--format", "json"]);
    assert_eq!(codes(&report), [""; 0]);
    let hurried = excused.replace(" because of this test", "");
    fs::write(folder.join("shop.ol"), hurried).unwrap();
    let report = json(&folder, &["check", "--format", "json"]);
    assert_eq!(codes(&report), ["Q0603", "Q0312"]);
}

#[test]
fn sarif_is_valid_by_the_published_schema() {
    let schema: Value =
        serde_json::from_str(include_str!("fixtures/sarif-schema-2.1.0.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let folder = folder("sarif", &[("shop.ol", &unexposed())]);
    let output = quadrille(&folder, &["check", "--format", "sarif"]);
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    let faults: Vec<String> = validator
        .iter_errors(&log)
        .map(|fault| fault.to_string())
        .collect();
    assert_eq!(faults, [""; 0]);
    assert_eq!(log["runs"][0]["results"][0]["ruleId"], "Q0312");
}

#[test]
fn junit_has_a_failure_for_an_error() {
    let folder = folder("junit", &[("shop.ol", &unexposed())]);
    let document = stdout(&quadrille(&folder, &["check", "--format", "junit"]));
    assert!(
        document.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"),
        "{document}"
    );
    assert!(document.contains("<failure type=\"Q0312\""), "{document}");
    assert!(
        document.contains("<testsuite name=\"shop.ol\" tests=\"1\" failures=\"1\""),
        "{document}"
    );
}

#[test]
fn explain_knows_every_code_in_any_case() {
    let folder = folder("explain", &[]);
    let output = quadrille(&folder, &["explain", "q0311"]);
    assert!(stdout(&output).contains("Q0311"));
    assert_eq!(
        output.stdout,
        quadrille(&folder, &["explain", "Unimplemented-Operation"]).stdout
    );
    let table = stdout(&quadrille(&folder, &["explain", "--all"]));
    assert_eq!(table.lines().count(), quadrille::base::Code::ALL.len());
    let unknown = quadrille(&folder, &["explain", "Q9999"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("Q9999"));
}

#[test]
fn completions_and_manual_pages_name_every_command() {
    let folder = folder("shells", &[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = stdout(&quadrille(&folder, &["completions", shell]));
        assert!(script.contains("explain"), "{shell}");
    }
    assert!(stdout(&quadrille(&folder, &["man"])).starts_with(".ie"));
    assert_eq!(status(&folder, &["man", "pages"]), 0);
    for page in ["quadrille.1", "quadrille-check.1", "quadrille-explain.1"] {
        assert!(folder.join("pages").join(page).exists(), "{page}");
    }
}

#[test]
fn help_and_version_are_status_0() {
    let folder = folder("help", &[]);
    let help = quadrille(&folder, &["check", "--help"]);
    assert_eq!(help.status.code(), Some(0));
    assert!(stdout(&help).contains("Examples:"));
    let version = stdout(&quadrille(&folder, &["--version"]));
    assert_eq!(
        version,
        format!("quadrille {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn init_writes_once_and_again_only_by_force() {
    let folder = folder("init", &[("shop.ol", CLEAN)]);
    assert_eq!(status(&folder, &["init"]), 0);
    let settings = fs::read_to_string(folder.join("quadrille.toml")).unwrap();
    assert!(
        settings.contains("[system.init]\nservices = [\n    \"shop.ol\",\n]\n"),
        "{settings}"
    );
    let workflow = folder.join(".github/workflows/quadrille.yml");
    fs::write(&workflow, "mine").unwrap();
    let refused = quadrille(&folder, &["init"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("--force"));
    assert_eq!(fs::read_to_string(&workflow).unwrap(), "mine");
    assert_eq!(status(&folder, &["init", "--force"]), 0);
    assert_ne!(fs::read_to_string(&workflow).unwrap(), "mine");
}

#[test]
fn init_without_services_writes_nothing() {
    let folder = folder("init-empty", &[("readme.txt", "")]);
    assert_eq!(status(&folder, &["init"]), 2);
    assert!(!folder.join("quadrille.toml").exists());
}

#[test]
fn colours_are_for_terminals() {
    let folder = folder("colours", &[("shop.ol", &unexposed())]);
    assert!(!stdout(&quadrille(&folder, &["check"])).contains('\u{1b}'));
    let forced = command(&folder, &["check"])
        .env("CLICOLOR_FORCE", "1")
        .output()
        .unwrap();
    assert!(stdout(&forced).contains('\u{1b}'));
    let mut both = command(&folder, &["check"]);
    let both = both
        .env("CLICOLOR_FORCE", "1")
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    assert_eq!(both.status.code(), Some(1));
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let folder = folder("pipe", &[("shop.ol", &unexposed())]);
    for words in [["check", "--format=sarif"], ["explain", "--all"]] {
        let mut child = command(&folder, &words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(stderr(&output), "", "{words:?}");
        assert_ne!(output.status.code(), Some(101), "{words:?}");
    }
}

/// What was printed without the time, and without white space at the ends of lines.
fn timeless(text: &str) -> String {
    let lines = text.lines().map(|line| match line.rsplit_once(" in ") {
        Some((summary, time)) if time.ends_with(" ms") || time.ends_with(" s") => summary,
        _ => line.trim_end(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_example_of_the_readme_prints_what_the_readme_says() {
    let readme = include_str!("../README.md");
    let file = |name: &str| {
        let (_, rest) = readme
            .split_once(&format!("\n`{name}`\n\n```jolie\n"))
            .unwrap();
        rest.split_once("```\n").unwrap().0
    };
    let folder = folder(
        "readme",
        &[
            ("seller.ol", file("seller.ol")),
            ("buyer.ol", file("buyer.ol")),
        ],
    );
    let (_, said) = readme
        .split_once("```console\n$ quadrille check\n")
        .unwrap();
    let (said, _) = said.split_once("\n```\n").unwrap();
    assert_eq!(
        timeless(&stdout(&quadrille(&folder, &["check"]))),
        timeless(said)
    );
}

#[test]
fn constants_reach_the_program() {
    let placed = CLEAN.replace("\"socket://localhost:8000\"", "PLACE");
    let caller = "service Caller {
        outputPort Shop { location: \"socket://localhost:1\" protocol: sodep oneWay: x( string ) }
        main { nullProcess } }";
    let folder = folder("constants", &[("shop.ol", &placed), ("caller.ol", caller)]);
    let open = |value: &str| {
        let words = ["check", "--format=json", "--constant", value];
        let report = json(&folder, &[&words[..], &["shop.ol", "caller.ol"]].concat());
        report["systems"][0]["open_ports"].clone()
    };
    assert_eq!(
        open("PLACE=\"socket://localhost:2\""),
        serde_json::json!(["In"])
    );
    assert_eq!(open("PLACE=socket://localhost:1"), serde_json::json!([]));
}

#[test]
fn folders_to_include_from_are_looked_into() {
    let (interface, service) = CLEAN.split_once("\n\n").unwrap();
    let service = format!("include \"shop.iol\"\n{service}");
    let folder = folder("include", &[("shop.ol", &service)]);
    fs::create_dir(folder.join("lib")).unwrap();
    fs::write(folder.join("lib/shop.iol"), interface).unwrap();
    assert_eq!(status(&folder, &["check", "shop.ol"]), 2);
    assert_eq!(
        status(&folder, &["check", "shop.ol", "--include", "lib"]),
        0
    );
}

#[test]
fn files_that_include_one_another_many_times_over_end_at_a_limit() {
    let folder = folder("bomb", &[("0.iol", "type T: int\n")]);
    for step in 1..=60 {
        let before = format!("include \"{}.iol\"\n", step - 1);
        fs::write(folder.join(format!("{step}.iol")), before.repeat(2)).unwrap();
    }
    fs::write(
        folder.join("shop.ol"),
        format!("include \"60.iol\"\n{CLEAN}"),
    )
    .unwrap();
    let report = json(&folder, &["check", "shop.ol", "--format", "json"]);
    assert_eq!(codes(&report), ["Q0901"]);
    assert_eq!(report["status"], 3);
    let text = stdout(&quadrille(&folder, &["check", "shop.ol"]));
    assert!(text.contains("--> shop.ol:1:9"), "{text}");
}

#[test]
fn what_a_system_has_no_room_for_is_told_at_its_line() {
    let parts: Vec<String> = (0..70)
        .map(|part| format!("{{ a{part} = 1; op@P() }}"))
        .collect();
    let wide = format!(
        "service Main {{
            outputPort P {{ location: \"socket://localhost:1\" protocol: sodep oneWay: op( void ) }}
            main {{
                {{ {} }};
                done = 1
            }}
        }}",
        parts.join(" | ")
    );
    let embedding = |count: usize, execution: &str| {
        let embeds: Vec<String> = (0..count)
            .map(|at| format!("embed Part as P{at}"))
            .collect();
        format!(
            "service Part {{
                {execution}
                inputPort In {{ location: \"local\" oneWay: op( void ) }}
                main {{ op() }}
            }}
            service Main {{
                {}
                main {{ op@P0() }}
            }}",
            embeds.join("\n")
        )
    };
    let many = embedding(300, "execution: concurrent");
    let begun = embedding(200, "");
    let folder = folder(
        "room",
        &[("wide.ol", &wide), ("many.ol", &many), ("begun.ol", &begun)],
    );
    // The line, and a number that the message names.
    for (file, line, number) in [
        ("wide.ol", 4, "64"),
        ("many.ol", 262, "256"),
        ("begun.ol", 134, "128"),
    ] {
        let report = json(&folder, &["check", file, "--format", "json"]);
        let assumptions = report["systems"][0]["assumptions"].as_array().unwrap();
        assert_eq!(assumptions.len(), 1, "{assumptions:?}");
        assert_eq!(assumptions[0]["code"], "Q0901");
        assert_eq!(assumptions[0]["line"], line, "{assumptions:?}");
        assert!(assumptions[0]["message"].as_str().unwrap().contains(number));
    }
}

#[test]
fn a_long_chain_of_includes_ends_at_a_limit() {
    let folder = folder("chain", &[("1200.iol", "type T: int\n")]);
    for step in 0..1200 {
        let next = format!("include \"{}.iol\"\n", step + 1);
        fs::write(folder.join(format!("{step}.iol")), next).unwrap();
    }
    let program = |first: usize| format!("include \"{first}.iol\"\n{CLEAN}");
    fs::write(folder.join("long.ol"), program(0)).unwrap();
    fs::write(folder.join("short.ol"), program(900)).unwrap();
    let report = json(&folder, &["check", "long.ol", "--format", "json"]);
    assert_eq!(codes(&report), ["Q0901"]);
    assert_eq!(status(&folder, &["check", "short.ol"]), 0);
}

#[test]
#[cfg(unix)]
fn what_is_no_regular_file_is_not_waited_for_and_not_called_missing() {
    let program = |import: &str| format!("{import}\n{CLEAN}");
    let folder = folder(
        "irregular",
        &[
            ("included.ol", &program("include \"pipe.ol\"")),
            ("imported.ol", &program("from .pipe import T")),
            ("folder.ol", &program("from .lib import T")),
            ("device.ol", &program("include \"zero.ol\"")),
        ],
    );
    let pipe = Command::new("mkfifo").arg(folder.join("pipe.ol")).status();
    assert!(pipe.unwrap().success());
    fs::create_dir(folder.join("lib.ol")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", folder.join("zero.ol")).unwrap();
    for file in [
        "included.ol",
        "imported.ol",
        "folder.ol",
        "device.ol",
        "pipe.ol",
        "lib.ol",
        "zero.ol",
    ] {
        let output = quadrille(&folder, &["check", file]);
        let text = stdout(&output);
        assert_eq!(output.status.code(), Some(2), "{file}: {text}");
        assert!(text.contains("is not a regular file"), "{file}: {text}");
        assert!(!text.contains("not found"), "{file}: {text}");
    }
}

#[test]
#[cfg(unix)]
fn what_may_not_be_read_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let program = format!("include \"closed.iol\"\n{CLEAN}");
    let folder = folder(
        "closed",
        &[("shop.ol", &program), ("closed.iol", ""), ("closed.ol", "")],
    );
    for file in ["closed.iol", "closed.ol"] {
        fs::set_permissions(folder.join(file), fs::Permissions::from_mode(0o0)).unwrap();
    }
    // The superuser may read everything.
    if fs::read(folder.join("closed.ol")).is_ok() {
        return;
    }
    for words in [
        &["check", "shop.ol"],
        &["check", "closed.ol"],
        &["check", "."],
    ] {
        let output = quadrille(&folder, words);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(stdout(&output).contains("may not be read"), "{words:?}");
    }
}

#[test]
fn a_parameter_must_fit_the_service() {
    let service = CLEAN.replace(
        "service Shop {",
        "type Settings {\n    port: int\n    rate?: double\n    names*: string\n    more?: Settings | void\n}\n\n\
         service Main( settings: Settings ) {",
    );
    let folder = folder("parameter", &[("main.ol", &service), ("broken.json", "{")]);
    let codes_with = |parameter: &str| {
        fs::write(folder.join("param.json"), parameter).unwrap();
        let report = json(
            &folder,
            &["check", "--format=json", "--param", "param.json"],
        );
        codes(&report).join(" ")
    };
    for good in [
        r#"{"port": 1}"#,
        r#"{"port": 1, "rate": 2, "names": ["a", "b"], "more": {"port": 2}}"#,
        r#"{"port": {"$": 1}, "rate": 0.5, "names": "a", "more": null}"#,
    ] {
        assert_eq!(codes_with(good), "", "{good}");
    }
    for bad in [
        "{}",
        "3",
        r#"{"port": "x"}"#,
        r#"{"port": 1.5}"#,
        r#"{"port": [1, 2]}"#,
        r#"{"port": 1, "prot": 2}"#,
        r#"{"port": 1, "more": {"port": true}}"#,
    ] {
        assert_eq!(codes_with(bad), "Q0131", "{bad}");
    }
    assert_eq!(status(&folder, &["check", "--param", "broken.json"]), 2);
}

#[test]
fn the_run_of_a_finding_is_seen_to_happen() {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/faulty");
    let replay = |code: &str| quadrille(&models, &["run", "philosophers.ol", "--replay", code]);
    let happens = replay("Q0301");
    assert_eq!(happens.status.code(), Some(1), "{}", stderr(&happens));
    assert!(
        stdout(&happens).contains("Main#2 send take"),
        "{}",
        stdout(&happens)
    );
    assert!(
        stderr(&happens).starts_with("it happens; "),
        "{}",
        stderr(&happens)
    );
    let unknown = replay("Q0301:1");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(
        stderr(&unknown).contains("there are: Q0301"),
        "{}",
        stderr(&unknown)
    );
}

#[test]
fn any_number_of_jobs_prints_the_same() {
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("models");
    for format in ["text", "sarif"] {
        // With so little memory some systems get more than their share only when they are judged again.
        for memory in ["2000", "8"] {
            let by = |jobs| {
                let limits = ["--time", "600", "--memory", memory, "--jobs", jobs];
                let words = [&["check", "--format", format][..], &limits].concat();
                timeless(&stdout(&quadrille(&models, &words)))
            };
            assert!(by("1") == by("4"), "{format}, {memory} MiB");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_trace_that_cannot_be_written_is_told() {
    let program = "service Main { main { x = 1 } }";
    let folder = folder("full", &[("a.ol", program)]);
    for format in ["text", "json", "itf"] {
        let words = [
            "run",
            "a.ol",
            "--trace",
            format,
            "--trace-file",
            "/dev/full",
        ];
        let run = quadrille(&folder, &words);
        assert_eq!(run.status.code(), Some(2), "{format}");
        let told = stderr(&run);
        assert!(
            told.contains("cannot write /dev/full: No space left on device"),
            "{told}"
        );
    }
}

const CIRCLE: &str = r#"interface I { RequestResponse: go( int )( int ) }
service B {
    execution: concurrent
    outputPort A { location: "local://a" interfaces: I }
    inputPort In { location: "local" interfaces: I }
    main { go( x )( y ) { go@A( x )( y ) } }
}
service Main {
    embed B as B
    inputPort In { location: "local://a" interfaces: I }
    main {
        go@B( 1 )( y ); go( x )( x )
    }
}
"#;

#[test]
fn calls_in_a_circle_are_told_of_before_they_time_out() {
    let folder = folder("circle", &[("a.ol", CIRCLE)]);
    let run = quadrille(&folder, &["run", "--unchecked", "--timeout", "1", "a.ol"]);
    let told = stderr(&run);
    let lines =
        "nobody can go on until a call times out:\n  Main#2 waits for an answer  (a.ol:12)\n";
    assert!(told.starts_with(lines), "{told}");
    assert!(told.contains("waits for an answer  (a.ol:6)\n"), "{told}");
}

#[test]
fn a_refusal_to_run_counts_what_was_judged() {
    let folder = folder("refused", &[("a.ol", CIRCLE)]);
    let run = quadrille(&folder, &["run", "a.ol"]);
    assert_eq!(run.status.code(), Some(1));
    let told = stderr(&run);
    assert!(told.contains("\n2 services, 1 system: "), "{told}");
}

#[test]
fn roles_are_compared_and_a_failure_shows_its_run() {
    let files = [
        ("early.txt", "!a; ?b; end"),
        ("late.txt", "?b; !a; end"),
        ("many.txt", "rec X. !a; !a; ?b; X"),
        ("one.txt", "rec X. !a; ?b; X"),
        ("wrong.txt", "!a; ?b; Y"),
    ];
    let folder = folder("subtype", &files);
    let yes = quadrille(&folder, &["subtype", "early.txt", "late.txt"]);
    assert_eq!(yes.status.code(), Some(0));
    let told = "early.txt is a subtype of late.txt (async): all 4 configurations fit\n";
    assert_eq!(stdout(&yes), told);
    let proved = quadrille(&folder, &["subtype", "many.txt", "one.txt"]);
    assert_eq!(proved.status.code(), Some(0));
    assert!(
        stdout(&proved).contains("proved by an invariant"),
        "{}",
        stdout(&proved)
    );
    let no = quadrille(
        &folder,
        &["subtype", "late.txt", "early.txt", "--mode", "sync"],
    );
    assert_eq!(no.status.code(), Some(1));
    assert_eq!(
        stdout(&no),
        "late.txt is no subtype of early.txt (sync):\n\
         At once the subtype waits for a message, and none comes\n"
    );
    let run = quadrille(&folder, &["subtype", "many.txt", "late.txt"]);
    assert_eq!(
        stdout(&run),
        "many.txt is no subtype of late.txt (async):\n  1. the supertype receives b\n  2. both send a\n\
         The subtype has still to receive: b\n\
         Then the subtype sends a, and the supertype has ended\n"
    );
    let unusable = quadrille(&folder, &["subtype", "wrong.txt", "late.txt"]);
    assert_eq!(unusable.status.code(), Some(2));
    assert!(
        stderr(&unusable).contains("wrong.txt:1:9"),
        "{}",
        stderr(&unusable)
    );
    assert_eq!(status(&folder, &["subtype", "nowhere.txt", "late.txt"]), 2);
}
