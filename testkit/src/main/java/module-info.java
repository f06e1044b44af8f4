/// The contract that every kind of workers keeps, as tests to extend: a kind of workers is done
/// when all of them pass.
@org.jspecify.annotations.NullMarked
module io.manyhands.testkit {
    requires transitive io.manyhands;
    requires java.logging;
    requires java.management;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires transitive org.junit.jupiter.params;
    requires static org.jspecify;

    exports io.manyhands.testkit;
    exports io.manyhands.testkit.contract;
    exports io.manyhands.testkit.kill;

    opens io.manyhands.testkit to
            org.junit.platform.commons;
    opens io.manyhands.testkit.contract to
            org.junit.platform.commons;
    opens io.manyhands.testkit.kill;

    provides org.junit.jupiter.api.extension.Extension with
            io.manyhands.testkit.NothingLeftBehind;
}
