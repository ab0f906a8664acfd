//! The command line.

fn main() {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(tracing::Level::WARN).init();
    if std::env::args().nth(1).as_deref() == Some("server") {
        std::process::exit(edition_ls::server::run());
    }
}
