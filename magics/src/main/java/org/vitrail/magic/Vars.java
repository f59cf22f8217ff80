package org.vitrail.magic;

import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.lang.model.SourceVersion;
import org.dflib.jjava.jupyter.kernel.BaseNotebookStatics;
import org.jspecify.annotations.Nullable;

/// Hands a value over to a Java variable of the notebook. Public because the declaration that binds it runs in JShell.
public final class Vars {
    private static final ConcurrentHashMap<String, Object> BOX = new ConcurrentHashMap<>();

    private Vars() {}

    /// Called once by the declaration.
    public static @Nullable Object take(String key) {
        return BOX.remove(key);
    }

    /// Refuses what is not a variable's name, before anything is paid for.
    static void check(String name) {
        if (!SourceVersion.isIdentifier(name) || SourceVersion.isKeyword(name) || name.equals("_")) {
            throw new MagicFailure("UsageError: --output: a Java variable name expected, got '" + name + "'");
        }
    }

    /// Declares the variable with the value's public type.
    static void bind(String name, Class<?> type, Object value) {
        check(name);
        String key = UUID.randomUUID().toString();
        String typeName = type.getCanonicalName();
        BOX.put(key, value);
        try {
            BaseNotebookStatics.eval(
                    "%s %s = (%s) %s.take(\"%s\");".formatted(typeName, name, typeName, Vars.class.getName(), key));
        } finally {
            BOX.remove(key);
        }
    }
}
