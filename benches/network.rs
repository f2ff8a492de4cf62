//! How fast systems of services are explored and judged: a small one whole, one of a million states with its memory, and
//! a folder of public programs.
//!
//! The folder is `jolie/examples` below `QUADRILLE_PUBLIC`; without that variable it is left out.

use criterion::{Criterion, criterion_group, criterion_main};
use quadrille::check::systems::{Judgement, Scope, judge_systems};
use quadrille::explore::network::{NetworkSystem, Settings};
use quadrille::explore::{Limits, TransitionSystem, explore};
use quadrille::extract::extract;
use quadrille::program::{self, Program, load};
use quadrille::system::{Choice, System, systems};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// A fork: a session of it is the fork in a hand.
const FORK: &str = "execution: sequential\n    cset { hold: Hold.hold }\n\
    \x20   main {\n        take()( ticket ) { csets.hold = new; ticket.hold = csets.hold };\n\
    \x20       drop( ticket )()\n    }\n}\n";

/// The philosophers of the models, as many as are wanted, each a service, and each fork. They take the fork with the
/// smaller number first.
fn philosophers(seats: usize) -> String {
    let mut text = String::from(
        "type Hold { hold: string }\n\
         interface Forks { requestResponse: take( void )( Hold ), drop( Hold )( void ) }\n",
    );
    let mut table = String::new();
    for seat in 0..seats {
        let next = (seat + 1) % seats;
        let (first, second) = (seat.min(next), seat.max(next));
        let port = |name: &str, fork: usize| {
            format!(
                "    outputPort {name} {{ location: \"local://Fork{fork}\" interfaces: Forks }}\n"
            )
        };
        let (one, two) = (port("First", first), port("Second", second));
        writeln!(
            text,
            "service Fork{seat} {{\n    inputPort In {{ location: \"local://Fork{seat}\" interfaces: Forks }}\n    {FORK}\
             service Philosopher{seat} {{\n{one}{two}    main {{\n\
             \x20       take@First()( one ); take@Second()( two ); drop@Second( two )(); drop@First( one )()\n    }}\n}}"
        )
        .unwrap_or_default();
        writeln!(table, "    embed Fork{seat}\n    embed Philosopher{seat}").unwrap_or_default();
    }
    text + "service Main {\n" + &table + "    main { nullProcess }\n}\n"
}

/// The same philosophers as threads of one session.
fn together(seats: usize) -> String {
    let mut text = format!(
        "type Hold {{ hold: string }}\n\
         interface Forks {{ requestResponse: take( void )( Hold ), drop( Hold )( void ) }}\n\
         service Fork {{\n    inputPort In {{ location: \"local\" interfaces: Forks }}\n    {FORK}service Main {{\n",
    );
    for seat in 0..seats {
        writeln!(text, "    embed Fork as Fork{seat}").unwrap_or_default();
    }
    let lives: Vec<String> = (0..seats)
        .map(|seat| {
            let next = (seat + 1) % seats;
            let (first, second) = (seat.min(next), seat.max(next));
            format!(
                "        {{ take@Fork{first}()( p{seat}.one ); take@Fork{second}()( p{seat}.two );\n\
                 \x20         drop@Fork{second}( p{seat}.two )(); drop@Fork{first}( p{seat}.one )() }}\n"
            )
        })
        .collect();
    text + "    main {\n" + &lives.join("        |\n") + "    }\n}\n"
}

/// Five services, the calls of two clients going along them: two sessions of each are open at once.
fn chain() -> String {
    let mut text = String::from("type Ask { id: string }\n");
    for number in 0..5 {
        let next = number + 1;
        let (embed, onwards) = if number < 4 {
            (
                format!("    embed Service{next} as Next\n"),
                format!("serve{next}@Next( ask )( answer )"),
            )
        } else {
            let refuse = "if( ask.id == \"\" ) { throw Refused } else { answer.id = ask.id }";
            (String::new(), refuse.to_owned())
        };
        writeln!(
            text,
            "interface I{number} {{ requestResponse: serve{number}( Ask )( Ask ) throws Refused }}\n\
             service Service{number} {{\n    execution: concurrent\n{embed}\
             \x20   inputPort In {{ location: \"local\" interfaces: I{number} }}\n\
             \x20   main {{\n        serve{number}( ask )( answer ) {{\n            install( Refused => throw Refused );\n\
             \x20           {onwards}\n        }}\n    }}\n}}"
        )
        .unwrap_or_default();
    }
    let client = |name: &str| {
        format!(
            "        {{ install( Refused => nullProcess ); {name}.id = \"{name}\"; serve0@First( {name} )( {name} ) }}\n"
        )
    };
    text + "service Main {\n    embed Service0 as First\n    main {\n"
        + &client("a")
        + "        |\n"
        + &client("b")
        + "    }\n}\n"
}

/// Loads what is below a path.
fn program(path: &Path) -> (Program, Vec<System>) {
    let paths = [path.to_owned()];
    let loaded = load(&paths, &program::Settings::default());
    let systems = systems(&loaded.program, &Choice::of(&paths, None));
    (loaded.program, systems)
}

/// Loads a text.
fn written(name: &str, text: &str) -> (Program, Vec<System>) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("network");
    let file = folder.join(name);
    let done = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&file, text));
    assert!(
        done.is_ok(),
        "the folder for temporary files can be written"
    );
    let loaded = load(std::slice::from_ref(&file), &program::Settings::default());
    assert!(loaded.diagnostics.is_empty(), "{:?}", loaded.diagnostics);
    program(&file)
}

fn judge((program, systems): &(Program, Vec<System>)) -> Judgement {
    judge_systems(program, systems, &Scope::default(), &mut |_, _| {})
}

/// Explores once as far as the limits allow, and says what that took.
fn show(name: &str, (program, systems): &(Program, Vec<System>), limits: &Limits<'_>) {
    for system in systems {
        let network = extract(program, system);
        let start = Instant::now();
        let mut explorer = NetworkSystem::new(&network, Settings::default());
        let explored = explore(&mut explorer, limits, &mut |_| {});
        let seconds = start.elapsed().as_secs_f64();
        let bytes = explored.bytes() + explorer.bytes();
        println!(
            "{name}: {} states, {} transitions, {seconds:.2} s, {} MB, {} bytes a state",
            explored.states(),
            explored.transitions(),
            bytes / 1_000_000,
            bytes / explored.states().max(1),
        );
    }
}

fn network(criterion: &mut Criterion) {
    let chain = written("chain.ol", &chain());
    show(
        "chain of five services, two clients",
        &chain,
        &Limits::default(),
    );
    for verdict in judge(&chain).verdicts {
        println!("  {:?}: {:?}", verdict.property, verdict.result);
    }
    let million = Limits {
        states: Some(1_000_000),
        ..Limits::default()
    };
    let services = written("philosophers.ol", &philosophers(5));
    show("philosophers, each a service", &services, &million);
    let threads = written("together.ol", &together(5));
    show("philosophers, all in one session", &threads, &million);
    let mut group = criterion.benchmark_group("network");
    group.sample_size(10);
    group.bench_function("five services, two sessions each: judged", |bencher| {
        bencher.iter(|| judge(&chain));
    });
    let public = std::env::var_os("QUADRILLE_PUBLIC")
        .map(|public| PathBuf::from(public).join("jolie/examples"));
    match public.filter(|examples| examples.is_dir()) {
        Some(examples) => {
            group.bench_function(
                "the whole of jolie/examples: loaded and judged",
                |bencher| {
                    bencher.iter(|| judge(&program(&examples)));
                },
            );
        }
        None => eprintln!("QUADRILLE_PUBLIC has no jolie/examples: left out"),
    }
    group.finish();
}

criterion_group!(benches, network);
criterion_main!(benches);
