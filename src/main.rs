//! The `quadrille` program: everything is in the library, see [`quadrille::cli`].

fn main() -> std::process::ExitCode {
    quadrille::cli::main()
}
