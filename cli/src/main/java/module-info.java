/// The command-line program.
@org.jspecify.annotations.NullMarked
module io.manyhands.cli {
    requires info.picocli;
    requires io.manyhands;
    requires me.tongfei.progressbar;
    requires static org.jspecify;

    provides System.LoggerFinder with
            io.manyhands.cli.Silence;
}
