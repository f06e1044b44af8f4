package io.manyhands;

import io.manyhands.spi.LocalWorker;
import io.manyhands.spi.RemoteWorker;
import io.manyhands.spi.Worker;
import io.manyhands.waits.Holders;
import io.manyhands.waits.Need;
import io.manyhands.waits.Resource;
import java.util.Collection;
import java.util.List;

/// The end of a task, as something to wait for: who runs the task has it; of one that has not
/// begun, all of its workers, if each is at work. Immutable.
record TaskEnd(OutcomeFuture<?> run) implements Resource {
    static TaskEnd of(OutcomeFuture<?> run) {
        return new TaskEnd(run);
    }

    Need need() {
        return new Need(this, List.of(run), Need.EVERYBODY, List.of(), true);
    }

    @Override
    public String title() {
        return "the end of task " + run.label();
    }

    @Override
    public void tell(Holders holders) {
        Worker own = run.runningOn();
        if (own != null) {
            tell(own, holders);
            return;
        }
        if (run.isEnded()) {
            return;
        }
        Collection<? extends Worker> all = run.pool.backend().workers();
        boolean isAllAtWork =
                run.pool.backend().hasQueued()
                        && all.size() >= run.pool.backend().parallelism()
                        && all.stream().allMatch(worker -> worker.job() != null);
        if (isAllAtWork) {
            all.forEach(worker -> tell(worker, holders));
        } else {
            holders.hold(run, ProcessHandle.current().pid(), Holders.ANYBODY, 1);
        }
    }

    private void tell(Worker worker, Holders holders) {
        switch (worker) {
            case LocalWorker here -> holders.hold(run, here.thread(), 1);
            case RemoteWorker there -> holders.hold(run, there.pid(), Holders.TASKS, 1);
        }
    }
}
