//! Small programs, each with the findings that loading must give: `//~ Q0102` on a line expects that finding there.
//! Where a rule is Jolie's own, the verdict is that of Jolie 1.13.5 on the same text.

use super::{DataTypeKind, EmbedTarget, Loaded, Location, ServiceKind, Settings, Signature, load};
use crate::base::Name;
use crate::syntax::jolie::tree::{ExecutionMode, Literal};
use std::path::PathBuf;

/// Writes files into a folder of their own and loads the first one.
fn loaded(test: &str, files: &[(&str, &str)], settings: &Settings) -> Loaded {
    let folder = folder(test, files);
    let loaded = load(&[folder.join(files[0].0)], settings);
    std::fs::remove_dir_all(&folder).unwrap();
    loaded
}

fn folder(test: &str, files: &[(&str, &str)]) -> PathBuf {
    let name = format!("quadrille-program-{}-{test}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    for (file, text) in files {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// What was found, as `file:line code`, in order.
fn found(loaded: &Loaded) -> Vec<String> {
    let mut found: Vec<String> = loaded
        .diagnostics
        .iter()
        .map(|diagnostic| {
            let span = diagnostic.primary.span;
            let source = loaded.sources.get(span.source).unwrap();
            let name = source.name().rsplit('/').next().unwrap();
            let line = source.position(span.start).line;
            format!("{name}:{line} {}", diagnostic.code)
        })
        .collect();
    found.sort();
    found
}

/// What the marks in the texts expect.
fn expected(files: &[(&str, &str)]) -> Vec<String> {
    let mut expected = Vec::new();
    for (file, text) in files {
        let name = file.rsplit('/').next().unwrap();
        for (line, text) in text.lines().enumerate() {
            for mark in text.split("//~").nth(1).unwrap_or("").split_whitespace() {
                expected.push(format!("{name}:{} {mark}", line + 1));
            }
        }
    }
    expected.sort();
    expected
}

fn check(test: &str, files: &[(&str, &str)]) -> Loaded {
    let loaded = loaded(test, files, &Settings::default());
    assert_eq!(found(&loaded), expected(files), "{:#?}", loaded.diagnostics);
    loaded
}

#[test]
fn an_old_program_is_one_service_with_its_includes() {
    let loaded = check(
        "old",
        &[
            (
                "main.ol",
                "include \"console.iol\"\ninclude \"/sub/shop.iol\"\nexecution { concurrent }\n\
                 main { buy( x ); println@Console( NAME )() }",
            ),
            (
                "sub/shop.iol",
                "include \"types.iol\"\ninputPort In { Location: \"local\" OneWay: buy( Item ) }",
            ),
            (
                "sub/types.iol",
                "type Item: void {\n.name: string }\nconstants { NAME = \"shop\" }",
            ),
        ],
    );
    let service = &loaded.program.services[0];
    assert_eq!(service.name, Name::from("Main"));
    assert_eq!(service.kind, ServiceKind::OldStyle);
    assert_eq!(service.execution, ExecutionMode::Concurrent);
    let request = service.input_ports[&Name::from("In")].operations[&Name::from("buy")].request();
    assert_eq!(loaded.program[request].name, Some(Name::from("Item")));
}

#[test]
fn missing_files_and_circles_are_told_once_and_nothing_after_them() {
    check(
        "missing",
        &[(
            "main.ol",
            "include \"no.iol\" //~ Q0101\nfrom .nothing import Shop //~ Q0101\nfrom .nothing import Other\n\
                 service S { embed Shop as P\nmain { a@P( T ); b@Q(); c }\n}",
        )],
    );
    check(
        "circle",
        &[
            ("main.ol", "include \"a.iol\"\nmain { nullProcess }"),
            ("a.iol", "include \"b.iol\""),
            ("b.iol", "include \"a.iol\" //~ Q0116"),
        ],
    );
    let nowhere = load(&[PathBuf::from("no such file")], &Settings::default());
    assert_eq!(nowhere.diagnostics.len(), 1);
}

#[test]
fn a_file_included_twice_brings_its_ports_twice() {
    check(
        "twice",
        &[(
            "main.ol",
            "include \"console.iol\"\ninclude \"console.iol\" //~ Q0108 Q0108\nmain { nullProcess }",
        )],
    );
}

#[test]
fn constants_are_put_in_their_places() {
    let files = [(
        "main.ol",
        "constants { HOME = \"local\", SIZE = 3 }\noutputPort P { location: HOME oneWay: f( int ) }\n\
         main { x = SIZE; f@P( PI ) }",
    )];
    let given = Settings {
        constants: vec![(
            Name::from("HOME"),
            Literal::String("socket://a:1".to_owned()),
        )],
        ..Settings::default()
    };
    let plain = check("constants", &files);
    let other = loaded("constants-given", &files, &given);
    for (loaded, location) in [(plain, "local"), (other, "socket://a:1")] {
        let port = &loaded.program.services[0].output_ports[&Name::from("P")];
        assert!(matches!(&port.location, Some(Location::Literal(text, _)) if text == location));
    }
    check(
        "constants-changed",
        &[("main.ol", "constants { A = 1 }\nmain { A = 2 //~ Q0006\n}")],
    );
}

#[test]
fn imports_follow_dots_packages_and_folders() {
    let loaded = check(
        "imports",
        &[
            (
                "app/main.ol",
                "from ..lib.shop import Shop as S, Item\nfrom tools import Tool\nfrom .part import Part\n\
                 from console import Console\n\
                 service Main { embed S as Shop embed Tool as T embed Part as P embed Console as C\n\
                 main { buy@Shop( x ); fix@T(); take@P(); println@C( \"a\" )() } }",
            ),
            (
                "lib/shop.ol",
                "type Item: string\nservice Shop { inputPort In { location: \"local\" oneWay: buy( Item ) } main { buy() } }",
            ),
            (
                "packages/tools.ol",
                "service Tool { inputPort In { location: \"local\" oneWay: fix } main { fix() } }",
            ),
            (
                "app/part/main.ol",
                "from ..main import Item\nservice Part { inputPort In { location: \"local\" oneWay: take( Item ) } main { take() } }",
            ),
        ],
    );
    assert_eq!(loaded.program.modules.len(), 5);
    let main = &loaded.program.services[0];
    assert!(
        main.embeds
            .iter()
            .all(|embed| matches!(embed.target, EmbedTarget::Service(_)))
    );
}

#[test]
fn symbols_are_found_or_told() {
    check(
        "symbols",
        &[
            (
                "main.ol",
                "from .lib import Nothing //~ Q0102\nfrom .lib import Hidden //~ Q0103\nfrom .lib import T\n\
                 from .lib import T //~ Q0104\ninterface I { oneWay: a( Tt ) //~ Q0105\n}\n\
                 service S {\noutputPort P { interfaces: I, Ii //~ Q0106\n}\n\
                 inputPort In { location: \"local\" aggregates: P with E //~ Q0107\n}\n\
                 embed Q //~ Q0114\nembed S in Z //~ Q0114 Q0115\nmain { a() } }",
            ),
            (
                "lib.ol",
                "type T: int\nprivate interface Hidden { oneWay: a }",
            ),
        ],
    );
}

#[test]
fn names_are_declared_as_jolie_takes_them() {
    let types = ("types.ol", "type T: string");
    for (name, text) in [
        (
            "star",
            "from .types import * //~ Q0104\ninterface I { oneWay: a( T ) }",
        ),
        (
            "after",
            "interface I { oneWay: a( T ) }\nfrom .types import T //~ Q0104",
        ),
        (
            "alias",
            "interface I { oneWay: a( T ) } //~ Q0130\ntype T: U\ntype U: int",
        ),
        ("local", "from .types import T\ntype T: int"),
        ("later", "interface I { oneWay: a( T ) }\ntype T: string"),
        ("again", "type T: int\ntype T: string //~ Q0122"),
        ("same", "type T: int\ntype T: int"),
        ("loop", "type A: B //~ Q0130\ntype B: A\ntype C { c?: C }"),
    ] {
        let text = format!("{text}\nmain {{ nullProcess }}");
        check(name, &[("main.ol", &text), types]);
    }
}

#[test]
fn ports_see_what_stands_before_them() {
    check(
        "order",
        &[(
            "main.ol",
            "define a { b } //~ Q0113\ndefine b { f@P() } //~ Q0109\ninputPort In { location: \"local\" aggregates: Q } //~ Q0109\n\
             outputPort P { oneWay: f }\noutputPort Q { oneWay: g }\noutputPort P { oneWay: f } //~ Q0108\n\
             define a { nullProcess } //~ Q0112\ninit { a }\nmain { b; h@Q() } //~ Q0110",
        )],
    );
    check(
        "outside",
        &[(
            "main.ol",
            "outputPort P { oneWay: f } //~ Q0108\nservice S { main { f@P()( x ) } } //~ Q0111",
        )],
    );
}

#[test]
fn extenders_add_fields_and_faults() {
    let loaded = check(
        "extend",
        &[(
            "main.ol",
            "type K { key: string }\ntype M { a: int }\n\
             interface extender E { oneWay: *( K ) requestResponse: *( K )( void ) throws Denied }\n\
             interface I { oneWay: put( M ) requestResponse: get( M )( M ) throws Lost }\n\
             outputPort P { interfaces: I }\n\
             inputPort In { location: \"local\" aggregates: P with E }\n\
             courier In { [ interface I( x )( y ) ] { forward( x )( y ) } }\nmain { nullProcess }",
        )],
    );
    let program = &loaded.program;
    let operations = &program.services[0].input_ports[&Name::from("In")].aggregates[0].operations;
    for operation in operations.values() {
        let DataTypeKind::Tree { fields, .. } = &program[operation.request()].kind else {
            panic!("a tree");
        };
        assert_eq!(fields.len(), 2);
    }
    let Signature::RequestResponse { faults, .. } = &operations[&Name::from("get")].signature
    else {
        panic!("request-response");
    };
    assert_eq!(faults.len(), 2);
}

#[test]
fn internal_services_see_the_ports_before_them() {
    let loaded = check(
        "internal",
        &[(
            "main.ol",
            "interface I { requestResponse: a( int )( int ) }\noutputPort Before { interfaces: I }\n\
             service Inner { Interfaces: I\nmain { a( x )( y ) { a@Before( x )( y ); a@Inner( x )( y ); a@After( x )( y ) //~ Q0109\n} } }\n\
             outputPort After { interfaces: I }\nmain { a@Inner( 1 )( x ) }",
        )],
    );
    let program = &loaded.program;
    let inner = &program.services[0];
    assert_eq!(inner.kind, ServiceKind::Internal);
    assert_eq!(inner.execution, ExecutionMode::Concurrent);
    assert!(
        inner
            .input_ports
            .contains_key(&Name::from("InnerInputPort"))
    );
    assert!(
        matches!(program.services[1].embeds[0].target, EmbedTarget::Service(id) if id.index() == 0)
    );
}

#[test]
fn included_ports_go_to_every_service() {
    check(
        "every",
        &[(
            "main.ol",
            "include \"console.iol\"\nexecution: concurrent\ndefine say { println@Console( \"a\" )() } //~ Q0109\n\
             service A { inputPort In { location: \"local\" oneWay: a } main { a(); say } }\n\
             service B { main { println@Console( \"b\" )() } } //~ Q0117",
        )],
    );
}

#[test]
fn embedded_files_are_modules() {
    let loaded = check(
        "embedded",
        &[
            (
                "main.ol",
                "outputPort P { oneWay: f }\nembedded { Jolie: \"sub/part.ol\" in P, \"none.ol\" }\n\
                 embedded { Java: \"a.B\" in Q //~ Q0115\n}\nmain { f@P() }",
            ),
            (
                "sub/part.ol",
                "inputPort In { location: \"local\" oneWay: f }\nmain { f() }",
            ),
        ],
    );
    let embeds = &loaded.program.services[0].embeds;
    assert!(matches!(embeds[0].target, EmbedTarget::Service(_)));
    assert!(matches!(embeds[1].target, EmbedTarget::Missing(_)));
    assert!(matches!(embeds[2].target, EmbedTarget::Foreign(_)));
}

#[test]
fn main_begins_with_an_input_unless_single() {
    for (name, main, fine) in [
        ("block", "{ [ a() ] { nullProcess } }", true),
        ("null", "nullProcess; { a(); b() }", true),
        ("choice", "[ a() ] { nullProcess }; b()", false),
        ("scope", "scope( s ) { a() }", false),
        ("parallel", "a() | b()", false),
    ] {
        let mark = if fine { "" } else { "//~ Q0117" };
        let text = format!(
            "execution: sequential\ninputPort In {{ location: \"local\" oneWay: a, b }}\nmain {{ {main} }} {mark}"
        );
        check(name, &[("main.ol", &text)]);
    }
}

#[test]
fn a_folder_judges_parts_of_programs_with_those_that_include_them() {
    let files = [
        (
            "main.ol",
            "type Whole: int\noutputPort P { oneWay: f }\ninclude \"sub/part.ol\"\nmain { say }",
        ),
        (
            "sub/part.ol",
            "include \"near.iol\"\ntype Part: Whole\ndefine say { f@P( NEAR ) }\n\
             inputPort In { location: \"local\" interfaces: Far }",
        ),
        ("near.iol", "constants { NEAR = 1 }"),
        (
            "far.ol",
            "from main import Main\ninterface Far { oneWay: g }",
        ),
    ];
    let folder = folder("folder", &files);
    let loaded = load(std::slice::from_ref(&folder), &Settings::default());
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(found(&loaded), ["far.ol:1 Q0101", "part.ol:4 Q0106"]);
    assert!(
        loaded
            .program
            .modules
            .iter()
            .take(3)
            .all(|module| module.asked)
    );
}

/// Writes an archive of these entries.
fn archive(path: &std::path::Path, entries: &[(&str, &str)]) {
    let mut writer = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    for (name, text) in entries {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        std::io::Write::write_all(&mut writer, text.as_bytes()).unwrap();
    }
    writer.finish().unwrap();
}

#[test]
fn archives_are_imported_from_included_from_and_embedded() {
    let twice = "include \"d1/d2/api.iol\"\ninputPort In { location: \"local\" interfaces: Api }\n\
                 main { twice( x )( x * Factor ) }\n";
    let entries = [
        (
            "META-INF/MANIFEST.MF",
            "Manifest-Version: 1.0\r\nX-JOLIE-Main-Program: twice/main.ol\r\n",
        ),
        ("twice/main.ol", twice),
        (
            "twice/d1/d2/api.iol",
            "constants { Factor = 2 }\ninclude \"../../api.iol\"\n",
        ),
        (
            "twice/api.iol",
            "interface Api { RequestResponse: twice( int )( int ) }\n",
        ),
        (
            "service.ol",
            "from .twice.types import Number\nservice Twice( n: Number ) {\n    \
             inputPort In { location: \"local\" RequestResponse: more( Number )( Number ) }\n    \
             main { more( x )( x ) }\n}\n",
        ),
        ("twice/types.ol", "type Number: int\n"),
    ];
    let old = "include \"jap:file:my.jap!/twice/api.iol\"\noutputPort One { interfaces: Api }\n\
               outputPort Two { interfaces: Api }\n\
               embedded { Jolie: \"-l my.jap twice/main.ol\" in One, \"my.jap\" in Two }\n\
               main { twice@One( 2 )( x ); twice@Two( 2 )( x ) }\n";
    let new = "from my.service import Twice\nfrom my.twice.nowhere import X\nservice Main {\n    \
               embed Twice( 1 ) as T\n    main { more@T( 1 )( x ) }\n}\n";
    let folder = folder(
        "archives",
        &[("old.ol", old), ("new.ol", new), ("lib/x", "")],
    );
    archive(&folder.join("my.jap"), &entries);
    archive(&folder.join("lib/my.jap"), &entries);
    let load = |file: &str| load(&[folder.join(file)], &Settings::default());
    let (old, new) = (load("old.ol"), load("new.ol"));
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(found(&old), Vec::<String>::new());
    let main = &old.program[old.program.entry(None).unwrap()];
    let embedded = main.embeds.iter();
    assert_eq!(
        embedded
            .filter(|embed| matches!(embed.target, EmbedTarget::Service(_)))
            .count(),
        2
    );
    assert_eq!(found(&new), ["new.ol:2 Q0101"]);
}

#[test]
fn what_is_no_archive_is_no_file() {
    let folder = folder(
        "no-archive",
        &[
            ("my.jap", "nothing of the kind"),
            (
                "a.ol",
                "include \"jap:file:my.jap!/a.iol\"\nmain { nullProcess }\n",
            ),
        ],
    );
    let loaded = load(&[folder.join("a.ol")], &Settings::default());
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(found(&loaded), ["a.ol:1 Q0101"]);
}
