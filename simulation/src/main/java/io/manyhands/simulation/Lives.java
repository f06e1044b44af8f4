package io.manyhands.simulation;

/// A simulated process: the threads that began in it live and die with it.
final class Lives {
    private final String name;
    private final Runnable atDeath;
    private boolean isDead;

    /// @param name for the schedule
    /// @param atDeath what is done at its death, by the stage itself: it may wake threads
    Lives(String name, Runnable atDeath) {
        this.name = name;
        this.atDeath = atDeath;
    }

    String name() {
        return name;
    }

    boolean isDead() {
        return isDead;
    }

    void die() {
        if (!isDead) {
            isDead = true;
            atDeath.run();
        }
    }
}
