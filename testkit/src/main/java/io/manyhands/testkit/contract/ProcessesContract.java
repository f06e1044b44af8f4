package io.manyhands.testkit.contract;

import org.junit.jupiter.api.Nested;

/// What workers promise that are processes, beyond what every kind does: for kinds with
/// [Kind.Trait#SEPARATE], beside [KindContract].
public abstract class ProcessesContract {

    /// For the kinds.
    protected ProcessesContract() {}

    /// The kind that is tested.
    ///
    /// @return the same at each call
    protected abstract Kind kind();

    @Nested
    class Loss extends LossContract {
        @Override
        protected Kind kind() {
            return ProcessesContract.this.kind();
        }
    }

    @Nested
    class LossInMap extends LossInMapContract {
        @Override
        protected Kind kind() {
            return ProcessesContract.this.kind();
        }
    }

    @Nested
    class Killing extends KillingContract {
        @Override
        protected Kind kind() {
            return ProcessesContract.this.kind();
        }
    }

    @Nested
    class Decoding extends DecodingContract {
        @Override
        protected Kind kind() {
            return ProcessesContract.this.kind();
        }
    }

    @Nested
    class Filter extends FilterContract {
        @Override
        protected Kind kind() {
            return ProcessesContract.this.kind();
        }
    }

    @Nested
    class OnTheWay extends OnTheWayContract {
        @Override
        protected Kind kind() {
            return ProcessesContract.this.kind();
        }
    }

    @Nested
    class Rest extends RestContract {
        @Override
        protected Kind kind() {
            return ProcessesContract.this.kind();
        }
    }

    @Nested
    class Handles extends HandlesContract {
        @Override
        protected Kind kind() {
            return ProcessesContract.this.kind();
        }
    }

    @Nested
    class HandlesEnd extends HandlesEndContract {
        @Override
        protected Kind kind() {
            return ProcessesContract.this.kind();
        }
    }

    @Nested
    class FailedStart extends FailedStartContract {
        @Override
        protected Kind kind() {
            return ProcessesContract.this.kind();
        }
    }

    @Nested
    class Surroundings extends SurroundingsContract {
        @Override
        protected Kind kind() {
            return ProcessesContract.this.kind();
        }
    }

    @Nested
    class Output extends OutputContract {
        @Override
        protected Kind kind() {
            return ProcessesContract.this.kind();
        }
    }

    @Nested
    class Leftovers extends LeftoversContract {
        @Override
        protected Kind kind() {
            return ProcessesContract.this.kind();
        }
    }

    @Nested
    class ProgramEnd extends ProgramEndContract {
        @Override
        protected Kind kind() {
            return ProcessesContract.this.kind();
        }
    }

    @Nested
    class Kills extends KillsContract {
        @Override
        protected Kind kind() {
            return ProcessesContract.this.kind();
        }
    }

    @Nested
    class Memory extends MemoryContract {
        @Override
        protected Kind kind() {
            return ProcessesContract.this.kind();
        }
    }

    @Nested
    class Recycling extends RecyclingContract {
        @Override
        protected Kind kind() {
            return ProcessesContract.this.kind();
        }
    }

    @Nested
    class Staffing extends StaffingContract {
        @Override
        protected Kind kind() {
            return ProcessesContract.this.kind();
        }
    }

    @Nested
    class TurnoverDeaths extends TurnoverDeathsContract {
        @Override
        protected Kind kind() {
            return ProcessesContract.this.kind();
        }
    }

    @Nested
    class Stopped extends StoppedContract {
        @Override
        protected Kind kind() {
            return ProcessesContract.this.kind();
        }
    }

    @Nested
    class Whereabouts extends WhereaboutsContract {
        @Override
        protected Kind kind() {
            return ProcessesContract.this.kind();
        }
    }

    @Nested
    class Orphans extends OrphansContract {
        @Override
        protected Kind kind() {
            return ProcessesContract.this.kind();
        }
    }
}
