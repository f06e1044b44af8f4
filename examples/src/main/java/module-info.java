/// Short programs that show the library at work.
@org.jspecify.annotations.NullMarked
module io.manyhands.examples {
    requires io.manyhands;
    requires java.desktop;
    requires jdk.httpserver;
    requires static io.manyhands.dashboard;
    requires static io.manyhands.simulation;
    requires static org.jspecify;

    exports io.manyhands.examples;
    exports io.manyhands.examples.concepts;
}
