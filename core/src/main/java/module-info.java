/// Multitasking for Java: one program, run on threads, on virtual threads, in processes of their
/// own, or across a cluster. Start at [io.manyhands.Workers].
@org.jspecify.annotations.NullMarked
module io.manyhands {
    requires static java.management;
    requires static jdk.jfr;
    requires static org.jspecify;

    exports io.manyhands;
    exports io.manyhands.shared;
    exports io.manyhands.spi to
            io.manyhands.simulation,
            io.manyhands.testkit;
    exports io.manyhands.wire to
            io.manyhands.simulation;
}
