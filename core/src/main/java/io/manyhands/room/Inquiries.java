package io.manyhands.room;

import io.manyhands.memory.Members;
import io.manyhands.shared.Deadlock;
import io.manyhands.waits.Sight;
import io.manyhands.waits.Wait;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// Questions of one member of a room to the others, and their answers: what their threads wait for.
/// Thread-safe.
/* Who asks counts a word up and rings. A member where threads sleep hears that, as any change; a
 * thread apart answers, by a file of the member's that has the number of the question. Who has no
 * threads that sleep in the room does not hear it, and is not waited for: its threads may go on.
 *
 * Who wants a wait of another to fail leaves it a file, and asks: it takes the file away before it
 * answers. So the file says what has become of it, though the answer may never come: who is told may
 * go on at once, and leave. Who waits in vain takes the file back.
 * Several may ask at a time: an answer does for all questions up to its number.
 */
final class Inquiries {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Room room;
    private final ReentrantLock answering = new ReentrantLock();

    /// The number of the last question that was answered. Guarded by the lock.
    private int answered;

    Inquiries(Room room) {
        this.room = room;
    }

    /// An answer, or a request.
    private record Letter(long number, Object content) implements java.io.Serializable {}

    private Path file(String kind, int member) {
        return room.path().resolve(kind + "-" + Integer.toHexString(member));
    }

    // To answer.

    /// Answers a question, in a thread apart. Never blocks.
    void answer() {
        Thread.ofPlatform().name("manyhands-room-answer").daemon().start(this::answerNow);
    }

    private void answerNow() {
        answering.lock();
        try {
            int number = room.table().asked();
            if (number != answered) {
                takeRequests();
                write(file("answer", room.self()), new Letter(number, RoomInquiry.ownSight()));
                answered = number;
            }
        } catch (IOException | IllegalStateException left) {
            // The room is not there any more, or has no room left: there is no answer then.
        } finally {
            answering.unlock();
        }
    }

    private void takeRequests() throws IOException {
        for (Path request : requests(room.self())) {
            Object letter = Letters.read(request);
            // Who has left it may take it back.
            if (Files.deleteIfExists(request)
                    && letter instanceof Letter(long wait, Deadlock why)) {
                boolean _ = Wait.breakUp(wait, why);
            }
        }
    }

    /// What others want of a member.
    private List<Path> requests(int member) throws IOException {
        String names = file("request", member).getFileName() + "-*";
        try (DirectoryStream<Path> found = Files.newDirectoryStream(room.path(), names)) {
            List<Path> requests = new ArrayList<>();
            found.forEach(requests::add);
            return requests;
        } catch (DirectoryIteratorException gone) {
            throw gone.getCause();
        }
    }

    private void write(Path file, Letter letter) throws IOException {
        Letters.write(file, room.path().resolve(room.newDraft()), letter);
    }

    /// A member has gone.
    void forget(int member) {
        try {
            Files.deleteIfExists(file("answer", member));
            for (Path request : requests(member)) {
                Files.deleteIfExists(request);
            }
        } catch (IOException gone) {
            // They go with the directory.
        }
    }

    // To ask.

    /// Asks those who can hear it.
    ///
    /// @return their ids, each with the number of the question
    Map<Integer, Integer> ask() {
        room.look();
        int number = room.slumber().ask();
        Map<Integer, Integer> asked = new HashMap<>();
        for (int slot = 0; slot < Members.MOST; slot++) {
            int member = room.table().member(slot);
            if (member != 0 && member != room.self() && canHear(member)) {
                asked.put(member, number);
                room.ring(slot);
            }
        }
        return asked;
    }

    /// Takes the answers that come in time.
    ///
    /// @param asked what [#ask()] gave; those who have answered, or have ended, are taken out
    /// @param end when time is over
    List<Sight> answers(Map<Integer, Integer> asked, long end) {
        List<Sight> answers = new ArrayList<>();
        while (true) {
            asked.entrySet().removeIf(each -> isAnswered(each.getKey(), each.getValue(), answers));
            if (asked.isEmpty() || System.nanoTime() - end >= 0) {
                return answers;
            }
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
    }

    private boolean isAnswered(int member, int number, List<Sight> answers) {
        if (Letters.read(file("answer", member)) instanceof Letter(long found, Sight sight)
                && (int) found - number >= 0) {
            answers.add(sight);
            return true;
        }
        return room.isGoneForSure(member);
    }

    /// The member of a process, or 0.
    int member(long pid) {
        for (int slot = 0; slot < Members.MOST; slot++) {
            int member = room.table().member(slot);
            if (member != 0 && room.pid(member) == pid) {
                return member;
            }
        }
        return 0;
    }

    /// Whether a member can hear.
    boolean canHear(int member) {
        return room.table().isAsleep(Members.slot(member));
    }

    /// Has a wait of a member fail that can hear.
    ///
    /// @return whether the member has taken that in time, or has gone
    boolean breakUp(int member, long wait, Deadlock why, long end) {
        String name = "request-" + Integer.toHexString(member) + "-" + wait;
        Path request = file(name, room.self());
        try {
            write(request, new Letter(wait, why));
            boolean isAsked = false;
            while (System.nanoTime() - end < 0) {
                if (!Files.exists(request) || room.isGoneForSure(member)) {
                    return true;
                }
                // It may just be awake, and about to look what has changed.
                isAsked = isAsked || ask().containsKey(member);
                LockSupport.parkNanos(this, PAUSE_NANOS);
            }
            return !Files.deleteIfExists(request);
        } catch (IOException refused) {
            return false;
        }
    }
}
