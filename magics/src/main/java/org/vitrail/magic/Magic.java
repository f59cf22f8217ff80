package org.vitrail.magic;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.magic.CellMagic;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;
import org.jspecify.annotations.Nullable;
import org.vitrail.contract.RefusedException;
import org.vitrail.magic.args.Arguments;
import org.vitrail.magic.client.ClientException;

/// One magic: parses its arguments, runs, turns every failure into one line, and leaves no output behind.
abstract class Magic implements LineMagic<Object, BaseKernel>, CellMagic<Object, BaseKernel> {
    static final String DP_DATASET = '%' + "dp_dataset";
    static final String DP_SCHEMA = '%' + "dp_schema";
    static final String DP_BUDGET = '%' + "dp_budget";
    static final String DP_RELEASES = '%' + "dp_releases";
    static final String DP_SESSION = '%' + "dp_session";
    static final String DP_ADMIN = '%' + "dp_admin";
    static final String DP_CERTIFICATE = '%' + "dp_certificate";

    private final String name;
    private final Class<?> result;
    private final Supplier<Object> arguments;
    private final Notebook notebook;

    /// @param name without `%`
    /// @param result public type of the value, `Object` if there is none
    /// @param arguments makes a new picocli object
    Magic(String name, Class<?> result, Supplier<Object> arguments, Notebook notebook) {
        this.name = name;
        this.result = result;
        this.arguments = arguments;
        this.notebook = notebook;
    }

    /// Does the work; shows what there is to show.
    ///
    /// @param parsed the filled-in picocli object
    /// @param body of the cell; empty for a line magic
    /// @return the value, or null
    abstract @Nullable Object run(Object parsed, Optional<String> body);

    /// Whether a cell body makes sense.
    boolean takesBody() {
        return false;
    }

    final Notebook notebook() {
        return notebook;
    }

    final MagicDescription description() {
        return new MagicDescription(
                name,
                result,
                true,
                takesBody(),
                Arguments.summary(arguments.get()),
                Arguments.help(arguments.get()),
                (typed, cursor) -> Arguments.complete(arguments.get(), typed, cursor, notebook::known));
    }

    @Override
    public final @Nullable Object eval(BaseKernel kernel, List<String> args) {
        return guarded(args, Optional.empty());
    }

    @Override
    public final @Nullable Object eval(BaseKernel kernel, List<String> args, String body) {
        if (!takesBody() && !body.isBlank()) {
            throw new MagicFailure("UsageError: %" + name + " takes no cell body; write it as a line magic");
        }
        return guarded(args, Optional.of(body));
    }

    private @Nullable Object guarded(List<String> args, Optional<String> body) {
        try {
            Arguments.Parsed parsed = Arguments.parse(arguments.get(), args);
            if (parsed.help().isPresent()) {
                notebook.say(parsed.help().get());
                return null;
            }
            return run(parsed.command(), body);
        } catch (MagicFailure e) {
            throw e;
        } catch (RefusedException e) {
            throw new MagicFailure(e.refusal().line());
        } catch (ClientException | IllegalArgumentException e) {
            throw new MagicFailure(line(e));
        } catch (RuntimeException e) {
            throw new MagicFailure("unexpected " + e.getClass().getSimpleName() + " in %" + name + ": " + line(e));
        } finally {
            Publisher.drain();
        }
    }

    private static String line(RuntimeException e) {
        return e.getMessage() == null
                ? "no message"
                : e.getMessage().lines().findFirst().orElse("").strip();
    }

    /// The variable that `-o` names, checked before anything is paid for.
    static Optional<String> variable(Optional<String> output) {
        output.ifPresent(Vars::check);
        return output;
    }

    /// A path as the user types it.
    static java.nio.file.Path path(String typed) {
        String home = System.getProperty("user.home");
        String file = typed.equals("~") || typed.startsWith("~/") ? home + typed.substring(1) : typed;
        try {
            return java.nio.file.Path.of(file);
        } catch (java.nio.file.InvalidPathException e) {
            throw new MagicFailure("not a file name: '" + typed + "'");
        }
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
