package org.vitrail.kernel;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import jdk.jshell.spi.ExecutionControl.InternalException;

/// Loads the classes of the snippets, with a [Checkpoint] woven into every backward branch.
final class SnippetLoader implements LoaderDelegate {
    private static final ClassDesc CHECKPOINT = ClassDesc.of(Checkpoint.class.getName());
    private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(ConstantDescs.CD_void);

    private final Loader loader = new Loader(SnippetLoader.class.getClassLoader());

    ClassLoader classLoader() {
        return loader;
    }

    @Override
    public void load(ClassBytecodes[] classes) throws ClassInstallException {
        boolean[] loaded = new boolean[classes.length];
        try {
            for (ClassBytecodes one : classes) {
                loader.bytes.put(one.name(), weave(one.bytecodes()));
            }
            for (int i = 0; i < classes.length; i++) {
                Class<?> type = loader.loadClass(classes[i].name());
                loaded[i] = true;
                if (type.getDeclaredMethods().length == 0 && type.isSynthetic()) {
                    throw new ClassNotFoundException(type.getName());
                }
            }
        } catch (ClassNotFoundException | LinkageError | IllegalArgumentException e) {
            throw new ClassInstallException("load: " + e.getMessage(), loaded);
        }
    }

    @Override
    public void classesRedefined(ClassBytecodes[] classes) {
        for (ClassBytecodes one : classes) {
            loader.bytes.put(one.name(), weave(one.bytecodes()));
        }
    }

    @Override
    public void addToClasspath(String path) throws InternalException {
        try {
            for (String entry : path.split(System.getProperty("path.separator"), -1)) {
                loader.addURL(Path.of(entry).toUri().toURL());
            }
        } catch (MalformedURLException e) {
            throw new InternalException(e.getMessage());
        }
    }

    @Override
    public Class<?> findClass(String name) throws ClassNotFoundException {
        return loader.loadClass(name);
    }

    static byte[] weave(byte[] original) {
        ClassFile file = ClassFile.of();
        return file.transformClass(
                file.parse(original),
                ClassTransform.transformingMethodBodies(CodeTransform.ofStateful(() -> new LoopTransform())));
    }

    /// Puts the call before each jump to a label that has already been passed.
    private static final class LoopTransform implements CodeTransform {
        private final Set<Label> passed = new HashSet<>();

        @Override
        public void accept(CodeBuilder builder, CodeElement element) {
            if (element instanceof LabelTarget target) {
                passed.add(target.label());
            }
            if (element instanceof BranchInstruction branch && passed.contains(branch.target())) {
                builder.invokestatic(CHECKPOINT, "pass", NOTHING);
            }
            builder.with(element);
        }
    }

    private static final class Loader extends URLClassLoader {
        private final Map<String, byte[]> bytes = new ConcurrentHashMap<>();

        Loader(ClassLoader parent) {
            super(new URL[0], parent);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] found = bytes.get(name);
            return found == null ? super.findClass(name) : defineClass(name, found, 0, found.length);
        }

        @Override
        protected void addURL(URL url) {
            super.addURL(url);
        }
    }
}
