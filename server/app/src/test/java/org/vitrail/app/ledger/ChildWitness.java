package org.vitrail.app.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A process that witnesses heads, to have its disk filled: on each line of its input it witnesses three, and says
/// what
/// became of it.
public final class ChildWitness {
    private ChildWitness() {}

    /// The argument is the witness file.
    public static void main(String... arguments) throws IOException {
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Witness witness = Witness.open(Path.of(arguments[0]))) {
            System.out.println("ready");
            long place = 0;
            while (asked.readLine() != null) {
                try {
                    for (int i = 0; i < 3; i++) {
                        witness.add(new Head("chain", place + 1, "00ff"), "key", "AA==");
                        place++;
                    }
                    System.out.println("witnessed " + place);
                } catch (UncheckedIOException e) {
                    System.out.println("full after " + place);
                }
            }
        }
    }
}
