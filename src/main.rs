//! Arguments in, fault printed once, exit code; nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    lunpai::cli::main()
}
