package org.vitrail.app.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/// Who runs next.
class SlotsTest {
    /// Users take slots in that order of asking, one slot; the order in which they run.
    private static List<String> order(List<String> asking) throws Exception {
        Slots slots = new Slots(1);
        assertThat(slots.await("first", () -> false)).isTrue();
        BlockingQueue<String> ran = new LinkedBlockingQueue<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String user : asking) {
                int before = slots.waiting();
                threads.execute(() -> {
                    try {
                        if (slots.await(user, () -> false)) {
                            ran.add(user);
                            slots.release(user);
                        }
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
                while (slots.waiting() == before) {
                    Thread.onSpinWait();
                }
            }
            slots.release("first");
        }
        return new ArrayList<>(ran);
    }

    @Test
    void await_byManyOfOneUserAndOneOfAnother_letsTheOtherNotWaitForAll() throws Exception {
        assertThat(order(List.of("anna", "anna", "anna", "anna", "olga")).indexOf("olga"))
                .isLessThanOrEqualTo(1);
        assertThat(order(List.of("anna", "anna", "olga", "olga", "sven", "sven")))
                .containsExactly("anna", "olga", "sven", "anna", "olga", "sven");
    }

    /// Must-fail twin: first come, first served.
    @Test
    void semaphore_byManyOfOneUserAndOneOfAnother_letsTheOtherWaitForAll() throws Exception {
        Semaphore slots = new Semaphore(0, true);
        BlockingQueue<String> ran = new LinkedBlockingQueue<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String user : List.of("anna", "anna", "anna", "olga")) {
                int before = slots.getQueueLength();
                threads.execute(() -> {
                    slots.acquireUninterruptibly();
                    ran.add(user);
                    slots.release();
                });
                while (slots.getQueueLength() == before) {
                    Thread.onSpinWait();
                }
            }
            slots.release();
        }
        assertThat(List.copyOf(ran)).isEqualTo(List.of("anna", "anna", "anna", "olga"));
    }

    @Test
    void await_givenUp_leavesTheSlotToTheNext() throws Exception {
        Slots slots = new Slots(1);
        assertThat(slots.await("anna", () -> true)).isFalse();
        assertThat(slots.await("olga", () -> false)).isTrue();
        assertThat(slots.waiting()).isZero();
    }
}
