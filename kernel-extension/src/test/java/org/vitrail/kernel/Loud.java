package org.vitrail.kernel;

/// Code of a library, as cells call it: no checkpoint is woven into it, and it swallows interrupts.
public final class Loud {
    private Loud() {}

    /// Prints the given number of lines, however often it is interrupted.
    public static void out(int lines) {
        for (int i = 0; i < lines; i++) {
            System.out.println("m" + i);
            Thread.yield();
        }
    }

    /// Runs that many milliseconds, deaf to interrupts.
    public static void deaf(long millis) {
        System.out.println("deaf");
        long end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < end) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                continue;
            }
        }
    }
}
