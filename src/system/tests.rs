//! Small programs in folders of their own, each with the systems that they must make.

use super::{Choice, Destination, Endpoint, Running, Settings, System, Usage, systems};
use crate::base::{Code, Name};
use crate::program::{Loaded, load};
use std::path::{Path, PathBuf};

/// What was loaded, and the systems of it.
struct Built {
    loaded: Loaded,
    systems: Vec<System>,
    choice: Choice,
}

/// Writes files into a folder, and builds the systems of the paths asked, or of the whole folder.
fn built(test: &str, files: &[(&str, &str)], asked: &[&str]) -> Built {
    built_with(test, files, asked, None)
}

fn built_with(test: &str, files: &[(&str, &str)], asked: &[&str], service: Option<&str>) -> Built {
    let name = format!("quadrille-system-{}-{test}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    for (file, text) in files {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let paths: Vec<PathBuf> = if asked.is_empty() {
        vec![folder.clone()]
    } else {
        asked.iter().map(|file| folder.join(file)).collect()
    };
    let mut choice = Choice::of(&paths, service.map(Name::from));
    choice.name = "all".to_owned();
    let loaded = load(&paths, &crate::program::Settings::default());
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(loaded.diagnostics.is_empty(), "{:#?}", loaded.diagnostics);
    let systems = systems(&loaded.program, &choice);
    Built {
        loaded,
        systems,
        choice,
    }
}

impl Built {
    /// The systems, as `name: Instance, Instance`.
    fn shape(&self) -> Vec<String> {
        let shown = |system: &System| {
            let instances = system.instances.iter();
            let names: Vec<&str> = instances.map(|running| running.name.as_str()).collect();
            format!("{}: {}", system.name, names.join(", "))
        };
        self.systems.iter().map(shown).collect()
    }

    fn running(&self, name: &str) -> &Running {
        let mut all = self.systems.iter().flat_map(|system| &system.instances);
        all.find(|running| running.name == name).unwrap()
    }

    fn target(&self, name: &str, port: &str) -> &Destination {
        &self.running(name).targets[&Name::from(port)]
    }

    fn usage(&self, name: &str, port: &str) -> Usage {
        self.running(name).inputs[&Name::from(port)]
    }

    /// Where an operation of an output port ends, in the first system.
    fn end(&self, name: &str, port: &str, operation: &str) -> Option<String> {
        let Destination::Service { operations, .. } = self.target(name, port) else {
            return Some(format!("{:?}", self.target(name, port)));
        };
        let end = operations.get(&Name::from(operation))?;
        Some(match end {
            Endpoint::Instance(index) => self.systems[0].instances[*index].name.to_string(),
            Endpoint::Environment => "outside".to_owned(),
        })
    }
}

/// A service `name` that listens at `location` for `operation`.
fn server(name: &str, location: &str, operation: &str) -> String {
    let protocol = if location.starts_with("local") {
        ""
    } else {
        "protocol: sodep"
    };
    format!(
        "service {name} {{ execution: concurrent
         inputPort In {{ location: \"{location}\" {protocol} oneWay: {operation}( string ) }}
         main {{ {operation}( x ) }} }}\n"
    )
}

/// A service `name` that sends `operation` to `location`.
fn client(name: &str, location: &str, operation: &str) -> String {
    format!(
        "service {name} {{
         outputPort Out {{ location: \"{location}\" protocol: sodep oneWay: {operation}( string ) }}
         main {{ {operation}@Out( \"x\" ) }} }}\n"
    )
}

const HERE: &str = "socket://localhost:8000";

#[test]
fn a_client_and_the_only_server_of_its_directory_are_one_system() {
    let built = built(
        "pair",
        &[
            (
                "client.ol",
                &client("Client", "socket://127.0.0.1:8000/", "go"),
            ),
            ("server.ol", &server("Server", HERE, "go")),
            (
                "other.ol",
                &server("Other", "socket://localhost:9000", "go"),
            ),
        ],
        &[],
    );
    assert_eq!(built.shape()[0].split(": ").nth(1), Some("Client, Server"));
    assert_eq!(built.shape()[1], "other: Other");
    assert_eq!(built.end("Client", "Out", "go").as_deref(), Some("Server"));
    assert_eq!(built.usage("Server", "In"), Usage::Bound);
    assert_eq!(built.usage("Other", "In"), Usage::Open);
}

#[test]
fn directories_with_the_same_location_are_apart() {
    let built = built(
        "apart",
        &[
            ("a/client.ol", &client("Client", HERE, "go")),
            ("b/server.ol", &server("Server", HERE, "go")),
        ],
        &[],
    );
    assert_eq!(built.shape(), ["client: Client", "server: Server"]);
    assert_eq!(*built.target("Client", "Out"), Destination::Environment);
    assert_eq!(built.usage("Server", "In"), Usage::Open);
}

#[test]
fn two_servers_at_one_location_are_bound_to_nobody() {
    let files = [
        ("client.ol", client("Client", HERE, "go")),
        ("new.ol", server("New", HERE, "go")),
        ("old.ol", server("Old", HERE, "go")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(file, text)| (*file, &**text)).collect();
    let folder = built("two-listen", &files, &[]);
    assert_eq!(folder.systems.len(), 3);
    assert!(
        folder
            .systems
            .iter()
            .all(|system| system.assumptions.is_empty())
    );
    let asked = built("two-asked", &files, &["client.ol", "new.ol", "old.ol"]);
    assert_eq!(asked.shape(), ["all: Client, New, Old"]);
    assert_eq!(
        asked.end("Client", "Out", "go").as_deref(),
        Some("Environment")
    );
    assert_eq!(asked.systems[0].assumptions[0].code, Code::Q0804);
    let two = built("two-of-three", &files, &["client.ol", "old.ol"]);
    assert_eq!(two.end("Client", "Out", "go").as_deref(), Some("Old"));
}

#[test]
fn of_two_at_one_location_the_one_that_covers_answers() {
    let built = built(
        "covers",
        &[
            ("client.ol", &client("Client", HERE, "go")),
            ("one.ol", &server("One", HERE, "stop")),
            ("two.ol", &server("Two", HERE, "go")),
        ],
        &["client.ol", "one.ol", "two.ol"],
    );
    assert_eq!(built.end("Client", "Out", "go").as_deref(), Some("Two"));
    assert_eq!(built.usage("One", "In"), Usage::Open);
}

#[test]
fn paths_asked_run_together_across_directories_and_protocols_must_fit() {
    let http = client("Web", HERE, "go").replace("sodep", "http");
    let built = built(
        "paths",
        &[
            ("a/client.ol", &client("Client", HERE, "go")),
            ("a/web.ol", &http),
            ("b/server.ol", &server("Server", HERE, "go")),
        ],
        &["a/client.ol", "a/web.ol", "b/server.ol"],
    );
    assert_eq!(built.shape(), ["all: Client, Web, Server"]);
    assert_eq!(built.end("Client", "Out", "go").as_deref(), Some("Server"));
    assert_eq!(
        built.end("Web", "Out", "go").as_deref(),
        Some("Environment")
    );
}

#[test]
fn embeddings_are_a_tree_of_instances() {
    let leaf = server("Leaf", "local", "go");
    let built = built(
        "tree",
        &[(
            "main.ol",
            &format!(
                "{leaf}
                 service Branch {{ execution: concurrent
                 inputPort In {{ location: \"local\" oneWay: go( string ) }}
                 embed Leaf as Leaf
                 main {{ go( x ); go@Leaf( x ) }} }}
                 service Main {{ embed Branch as One embed Branch as Two embed Leaf
                 main {{ go@One( \"x\" ) | go@Two( \"y\" ) }} }}
                 service Alone {{ embed Leaf as Leaf main {{ go@Leaf( \"x\" ) }} }}"
            ),
        )],
        &["main.ol"],
    );
    assert_eq!(
        built.shape(),
        [
            "main: Main, Branch, Branch 2, Leaf, Leaf 2, Leaf 3",
            "Alone: Alone, Leaf"
        ]
    );
    let instances = &built.systems[0].instances;
    assert_eq!(instances[1].parent, Some((0, 0)));
    assert_eq!(instances[5].parent, Some((2, 0)));
    assert!(instances.iter().all(|running| running.root == 0));
    assert_eq!(built.end("Main", "Two", "go").as_deref(), Some("Branch 2"));
    assert_eq!(
        built.end("Branch 2", "Leaf", "go").as_deref(),
        Some("Leaf 3")
    );
    // The third embedding of Main is without a port: nobody can call it.
    assert_eq!(built.usage("Leaf", "In"), Usage::Bound);
}

#[test]
fn what_an_asked_file_embeds_is_not_judged_again_alone() {
    let files = [
        ("leaf.ol", server("Leaf", "local", "go")),
        (
            "main.ol",
            "from .leaf import Leaf\nservice Main { embed Leaf as Leaf main { go@Leaf( \"x\" ) } }"
                .to_owned(),
        ),
        (
            "old.ol",
            "outputPort Leaf { OneWay: go( string ) }\nembedded { Jolie: \"leaf.ol\" in Leaf }\n\
             main { go@Leaf( \"x\" ) }"
                .to_owned(),
        ),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(file, text)| (*file, &**text)).collect();
    let folder = built("embedded", &files, &[]);
    assert_eq!(folder.shape(), ["main: Main, Leaf", "old: Main, Leaf"]);
    let alone = built("embedded-alone", &files, &["leaf.ol"]);
    assert_eq!(alone.shape(), ["all: Leaf"]);
    assert_eq!(alone.usage("Leaf", "In"), Usage::Open);
}

#[test]
fn the_service_asked_for_runs_in_place_of_main() {
    let text = format!(
        "{}service Main {{ main {{ nullProcess }} }}\nservice Third {{ main {{ nullProcess }} }}",
        server("Server", HERE, "go")
    );
    let files = [("main.ol", text.as_str())];
    let plain = built("plain", &files, &["main.ol"]);
    assert_eq!(
        plain.shape(),
        ["Server: Server", "main: Main", "Third: Third"]
    );
    let asked = built_with("asked", &files, &["main.ol"], Some("Server"));
    assert_eq!(asked.shape(), ["all: Server"]);
}

const AGGREGATION: &str = "
service Inner { execution: concurrent
  inputPort In { location: \"local\" oneWay: go( string ), stop( string ), far( string ) }
  main { [ go( x ) ] [ stop( x ) ] [ far( x ) ] } }
service Middle { execution: concurrent
  outputPort Inner { oneWay: go( string ), stop( string ) }
  outputPort Far { location: \"socket://example.org:1\" protocol: sodep oneWay: far( string ) }
  embed Inner in Inner
  inputPort In { location: \"local\" oneWay: own( string ) aggregates: Inner, Far }
  courier In { [ stop( x ) ] { forward( x ) } }
  main { own( x ) } }
service Main { execution: concurrent
  outputPort Middle { oneWay: own( string ), go( string ), stop( string ), far( string ) }
  embed Middle in Middle
  inputPort In { location: \"socket://localhost:8000\" protocol: sodep aggregates: Middle }
  main { linkIn( never ) } }";

#[test]
fn aggregation_ends_at_the_service_that_handles_the_operation() {
    let call = "service Client {
        outputPort Out { location: \"socket://localhost:8000\" protocol: sodep
            oneWay: own( string ), go( string ), stop( string ), far( string ) }
        main { go@Out( \"x\" ) } }";
    let main = AGGREGATION
        .replace("main { linkIn( never ) }", "main { [ x( y ) ] }")
        .replace(
            "protocol: sodep aggregates: Middle",
            "protocol: sodep oneWay: x( string ) aggregates: Middle",
        );
    let built = built(
        "aggregation",
        &[("client.ol", call), ("main.ol", &main)],
        &["client.ol", "main.ol"],
    );
    assert_eq!(built.shape(), ["all: Client, Main, Middle, Inner"]);
    let ends = [("own", "Middle"), ("go", "Inner"), ("stop", "Middle")];
    for (operation, end) in ends {
        assert_eq!(built.end("Client", "Out", operation).as_deref(), Some(end));
        assert_eq!(built.end("Main", "Middle", operation).as_deref(), Some(end));
    }
    assert_eq!(
        built.end("Client", "Out", "far").as_deref(),
        Some("outside")
    );
    assert_eq!(built.end("Client", "Out", "x").as_deref(), Some("Main"));
    assert_eq!(built.end("Client", "Out", "none"), None);
    assert_eq!(built.usage("Inner", "In"), Usage::Bound);
    assert_eq!(built.usage("Main", "In"), Usage::Bound);
}

#[test]
fn a_redirection_leads_to_the_service_behind_it() {
    let built = built(
        "redirection",
        &[
            (
                "desk.ol",
                &format!(
                    "{}service Main {{ execution: concurrent
                     outputPort Sum {{ oneWay: add( string ) }}
                     embed Sums in Sum
                     inputPort In {{ location: \"{HERE}\" protocol: sodep oneWay: x( string )
                       redirects: Sum => Sum }}
                     main {{ x( y ) }} }}",
                    server("Sums", "local", "add")
                ),
            ),
            (
                "client.ol",
                &client("Client", "socket://localhost:8000/!/Sum", "add"),
            ),
            (
                "lost.ol",
                &client("Lost", "socket://localhost:8000/!/No", "add"),
            ),
        ],
        &["desk.ol", "client.ol", "lost.ol"],
    );
    assert_eq!(built.end("Client", "Out", "add").as_deref(), Some("Sums"));
    assert_eq!(built.end("Lost", "Out", "add").as_deref(), Some("Nobody"));
    assert_eq!(built.usage("Main", "In"), Usage::Open);
    assert_eq!(built.usage("Sums", "In"), Usage::Bound);
}

#[test]
fn internal_services_are_embedded() {
    let built = built(
        "internal",
        &[(
            "main.ol",
            "interface PrinterInterface { OneWay: print( string ) }
             service Printer { Interfaces: PrinterInterface main { print( x ) } }
             main { print@Printer( \"x\" ) }",
        )],
        &["main.ol"],
    );
    assert_eq!(built.shape(), ["all: Main, Printer"]);
    assert_eq!(
        built.end("Main", "Printer", "print").as_deref(),
        Some("Printer")
    );
    assert_eq!(built.usage("Printer", "PrinterInputPort"), Usage::Bound);
}

#[test]
fn standard_services_are_outside_and_call_back() {
    let built = built(
        "standard",
        &[(
            "main.ol",
            "from console import Console, ConsoleInputInterface
             from time import Time
             service Main {
               embed Console as Console embed Time as Time
               outputPort Later { oneWay: a( string ) }
               outputPort Bound { oneWay: a( string ) }
               inputPort Keys { location: \"local\" interfaces: ConsoleInputInterface }
               inputPort Clock { location: \"local\" oneWay: tick( undefined ) }
               inputPort Mixed { location: \"local\" oneWay: timeout( undefined ), other( string ) }
               main { registerForInput@Console()();
                 setNextTimeout@Time( 10 { operation = \"tick\" } );
                 Bound.location = \"socket://localhost:1\"; a@Bound( \"x\" );
                 in( x ); tick( y ); timeout( z ); other( z ) } }",
        )],
        &["main.ol"],
    );
    assert_eq!(built.shape(), ["all: Main"]);
    assert_eq!(*built.target("Main", "Console"), Destination::Environment);
    assert_eq!(*built.target("Main", "Bound"), Destination::Environment);
    assert_eq!(*built.target("Main", "Later"), Destination::Nobody);
    assert_eq!(built.usage("Main", "Keys"), Usage::Callbacks);
    assert_eq!(built.usage("Main", "Clock"), Usage::Callbacks);
    assert_eq!(built.usage("Main", "Mixed"), Usage::Open);
}

#[test]
fn locations_may_come_from_the_embedder() {
    let built = built(
        "parameter",
        &[(
            "main.ol",
            "type P { where: string deep { at: string } }
             service Server( p: P ) { execution: concurrent
               inputPort In { location: p.deep.at protocol: sodep
                 oneWay: go( string ) }
               main { go( x ) } }
             service Client( q: P ) { execution: concurrent
               inputPort In { location: q.where protocol: sodep oneWay: start( string ) }
               outputPort Out { location: \"socket://localhost:7000\" protocol: sodep
                 oneWay: go( string ) }
               main { start( x ); go@Out( x ) } }
             service Main {
               embed Server( { where = \"\" deep.at = \"socket://localhost:7000\" } )
               outputPort Client { oneWay: start( string ) }
               embed Client( { where = \"local\" deep.at = \"\" } ) in Client
               main { start@Client( \"x\" ) } }",
        )],
        &["main.ol"],
    );
    assert_eq!(built.end("Client", "Out", "go").as_deref(), Some("Server"));
    assert_eq!(built.usage("Client", "In"), Usage::Bound);
}

#[test]
fn settings_say_what_runs_together() {
    let built = built(
        "settings",
        &[
            (
                "quadrille.toml",
                "[system.shop]\nservices = [\"a/client.ol\", \"b/server.ol\", \"b/spare.ol\"]\n\
                 bind = { \"Client.Out\" = \"Spare.In\" }\n",
            ),
            ("a/client.ol", &client("Client", HERE, "go")),
            ("b/server.ol", &server("Server", HERE, "go")),
            (
                "b/spare.ol",
                &server("Spare", "socket://localhost:8001", "go"),
            ),
            ("b/other.ol", &server("Other", HERE, "go")),
        ],
        &[],
    );
    assert_eq!(
        built.shape(),
        ["shop: Client, Server, Spare", "other: Other"]
    );
    assert_eq!(built.end("Client", "Out", "go").as_deref(), Some("Spare"));
    let Built {
        loaded,
        systems,
        choice,
    } = built;
    let settings = choice.settings.unwrap();
    let mut sources = loaded.sources;
    let wrong = settings.diagnostics(&loaded.program, &systems, &mut sources);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn settings_that_name_no_port_are_told() {
    let built = built(
        "settings-bad",
        &[
            (
                "quadrille.toml",
                "[system.shop]\nservices = [\"client.ol\"]\nbind = { \"Client.No\" = \"Client.In\" }\n\
                 [system.none]\nservices = [\"types.ol\"]\n",
            ),
            ("client.ol", &client("Client", HERE, "go")),
            ("types.ol", "type T: string"),
        ],
        &[],
    );
    let settings = built.choice.settings.unwrap();
    let mut sources = built.loaded.sources;
    let wrong = settings.diagnostics(&built.loaded.program, &built.systems, &mut sources);
    let places: Vec<&str> = wrong
        .iter()
        .map(|wrong| sources.text(wrong.primary.span))
        .collect();
    assert_eq!(places, ["\"Client.No\"", "\"types.ol\""]);
    assert!(Settings::of(Path::new("src")).is_none());
}

#[test]
fn a_port_whose_location_is_given_away_is_bound_where_it_may_be_called() {
    let board = "service Board { execution: concurrent
        inputPort In { location: \"socket://localhost:8000\" protocol: sodep oneWay: join( string ) }
        outputPort Member { protocol: sodep oneWay: news( string ) }
        main { join( where ); Member.location = where; news@Member( \"x\" ) } }";
    let member = |sent: &str| {
        format!(
            "service Member {{
             inputPort In {{ location: \"socket://localhost:8001\" protocol: sodep oneWay: news( string ) }}
             outputPort Board {{ location: \"socket://localhost:8000\" protocol: sodep
               oneWay: join( string ) }}
             main {{ join@Board( {sent} ); news( x ) }} }}"
        )
    };
    for (test, sent, usage) in [
        ("given", "\"socket://localhost:8001\"", Usage::Bound),
        ("read", "In.location", Usage::Bound),
        ("kept", "\"me\"", Usage::Open),
    ] {
        let files = [("board.ol", board), ("member.ol", &member(sent))];
        let built = built(test, &files, &[]);
        assert_eq!(built.systems.len(), 1);
        assert_eq!(built.usage("Member", "In"), usage, "{test}");
    }
}

#[test]
fn who_calls_only_itself_has_its_clients_outside() {
    let port = |kind: &str, name: &str| {
        format!(
            "{kind}Port {name} {{ location: \"{HERE}\" protocol: sodep oneWay: go( string ) }}\n"
        )
    };
    let text = |init: &str| {
        let ports = port("input", "In") + &port("output", "Out");
        format!(
            "service Ring {{\nexecution: concurrent\n{ports}init {{ {init} }}\nmain {{ go( x ); go@Out( x ) }}\n}}"
        )
    };
    let waits = built("ring", &[("ring.ol", &text("n = 0"))], &[]);
    assert_eq!(waits.usage("Ring", "In"), Usage::Open);
    let begins = built("ring-begins", &[("ring.ol", &text("go@Out( \"x\" )"))], &[]);
    assert_eq!(begins.usage("Ring", "In"), Usage::Bound);
}

#[test]
fn embeddings_in_a_ring_end() {
    let text = "service A { inputPort In { location: \"local\" oneWay: a( string ) }
        embed B as B main { a( x ) } }
        service B { inputPort In { location: \"local\" oneWay: b( string ) }
        embed A as A main { b( x ) } }";
    let name = format!("quadrille-system-{}-ring", std::process::id());
    let path = std::env::temp_dir().join(name).with_extension("ol");
    std::fs::write(&path, text).unwrap();
    let paths = [path.clone()];
    let loaded = load(&paths, &crate::program::Settings::default());
    std::fs::remove_file(&path).unwrap();
    let systems = systems(&loaded.program, &Choice::of(&paths, None));
    assert_eq!(systems.len(), 1);
    assert_eq!(systems[0].instances.len(), 2);
}
