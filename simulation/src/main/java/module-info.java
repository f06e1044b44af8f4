/// Programs of workers, run in an order that a seed decides, with time of their own and with deaths
/// of processes, so that what fails once fails again.
@org.jspecify.annotations.NullMarked
module io.manyhands.simulation {
    requires transitive io.manyhands;
    requires static org.jspecify;

    exports io.manyhands.simulation;
}
