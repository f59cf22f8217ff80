package org.vitrail.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads cases as JSON — a list, an object with `cases`, or objects one after the other — and prints one JSON line
/// for
/// each: its `id`, what was computed, `seconds`, or `error` with the reason.
public final class AccountMain {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AccountMain() {}

    /// Runs with one argument: a file, or `-` for standard input.
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.in, System.out, System.err));
    }

    /// The exit status: 0 if every line was printed (cases with `error` included), 2 if the input cannot be read.
    static int run(String[] arguments, InputStream in, PrintStream out, PrintStream err) {
        if (arguments.length != 1) {
            err.println("account: expected one argument, a file or -, got " + arguments.length);
            return 2;
        }
        List<JsonNode> cases = new ArrayList<>();
        try (MappingIterator<JsonNode> roots = JSON.readerFor(JsonNode.class).readValues(read(arguments[0], in))) {
            while (roots.hasNextValue()) {
                JsonNode root = roots.nextValue();
                JsonNode listed = root.isObject() && root.has("cases") ? root.get("cases") : root;
                if (listed.isArray()) {
                    listed.forEach(cases::add);
                } else {
                    cases.add(listed);
                }
            }
        } catch (JsonProcessingException e) {
            err.println(
                    "account: the input is not JSON: line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr());
            return 2;
        } catch (IOException e) {
            err.println("account: cannot read '" + arguments[0] + "'");
            return 2;
        }
        for (JsonNode node : cases) {
            out.println(line(node));
            out.flush();
        }
        return 0;
    }

    private static String read(String name, InputStream in) throws IOException {
        if (name.equals("-")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        return Files.readString(Path.of(name));
    }

    private static String line(JsonNode node) {
        ObjectNode answer = JSON.createObjectNode();
        long start = System.nanoTime();
        try {
            AccountCase.answer(new JsonFields(node), answer);
        } catch (IllegalArgumentException | ArithmeticException e) {
            answer = JSON.createObjectNode().put("error", oneLine(e));
        } catch (RuntimeException | StackOverflowError e) {
            answer = JSON.createObjectNode()
                    .put("error", "unexpected " + e.getClass().getSimpleName() + "; please report this case");
        }
        ObjectNode line = JSON.createObjectNode();
        line.put("id", node.path("id").asText(""));
        line.setAll(answer);
        line.put("seconds", (System.nanoTime() - start) / 1e9);
        return line.toString();
    }

    private static String oneLine(Exception e) {
        String message = e.getMessage();
        return message == null ? "no reason" : message.replaceAll("\\s+", " ");
    }
}
