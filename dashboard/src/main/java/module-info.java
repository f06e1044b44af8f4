/// What people look at while tasks run, and afterwards: progress bars, a live page, timelines,
/// metrics. Made of what the library tells everybody.
@org.jspecify.annotations.NullMarked
module io.manyhands.dashboard {
    requires com.fasterxml.jackson.core;
    requires transitive io.manyhands;
    requires jdk.httpserver;
    requires me.tongfei.progressbar;
    requires static micrometer.core;
    requires static org.jspecify;

    exports io.manyhands.dashboard;
}
