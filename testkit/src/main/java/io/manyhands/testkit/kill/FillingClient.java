package io.manyhands.testkit.kill;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// Submits tasks that leave no room in the memory that processes share, or for temporary files.
/// Confined to a thread.
final class FillingClient implements Runnable {
    private static final int MOST_NANOS = 100_000_000;
    private static final int MOST_PAUSE_MILLIS = 300;

    private final Trial.Setting setting;
    private final Random random;
    private final Harvest harvest;

    FillingClient(Trial.Setting setting) {
        this.setting = setting;
        this.random = new Random(setting.random().nextLong());
        this.harvest = new Harvest(setting.outcomes());
    }

    @Override
    public void run() {
        try {
            int number = setting.outcomes().claim(1);
            while (number >= 0) {
                fill(number);
                Thread.sleep(random.nextInt(MOST_PAUSE_MILLIS));
                number = setting.outcomes().claim(1);
            }
        } catch (Throwable failure) {
            setting.outcomes().wrong("A client goes on: failure=" + Harvest.told(failure));
        }
    }

    private void fill(int number) {
        Book own = setting.book();
        long nanos = random.nextInt(MOST_NANOS);
        List<Path> places = SmallMemory.places();
        String place = places.get(random.nextInt(places.size())).toString();
        harvest.add(
                number,
                setting.with().submit(() -> Deeds.fill(own, number, place, nanos)),
                Harvest.ORDINARY);
        harvest.settleLast();
        File[] left = new File(place).listFiles((_, name) -> name.startsWith(Deeds.FILLING));
        for (File file : left == null ? new File[0] : left) {
            boolean _ = file.delete();
        }
    }
}
