package org.vitrail.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jshell.execution.DirectExecutionControl;
import org.jspecify.annotations.Nullable;

/// Runs the snippets of a cell on a thread named "cell" and keeps their values as objects.
///
/// The text that goes back to JShell as a snippet's value is a key; [#take] gives the object under it. Code that a
/// running cell evaluates (a magic binding a variable) runs on the same thread, at once.
final class CellEngine extends DirectExecutionControl {
    private final SnippetLoader loader;
    private final CellThread thread;
    private final Map<String, Object> values = new ConcurrentHashMap<>();
    private volatile @Nullable Throwable lastError;

    CellEngine(SnippetLoader loader, CellThread thread) {
        super(loader);
        this.loader = loader;
        this.thread = thread;
    }

    @Nullable
    Object take(@Nullable String key) {
        return key == null ? null : values.remove(key);
    }

    /// What the last snippet threw, as thrown; null if it did not throw.
    @Nullable
    Throwable takeError() {
        Throwable error = lastError;
        lastError = null;
        return error;
    }

    @Override
    protected String invoke(Method method) throws Exception {
        lastError = null;
        try {
            Object value = thread.call(loader.classLoader(), () -> method.invoke(null));
            if (value == null) {
                return "";
            }
            String key = UUID.randomUUID().toString();
            values.put(key, value);
            return key;
        } catch (InvocationTargetException e) {
            lastError = e.getCause() == null ? e : e.getCause();
            throw e;
        } catch (CellFailure e) {
            lastError = e;
            throw new InvocationTargetException(e);
        }
    }
}
