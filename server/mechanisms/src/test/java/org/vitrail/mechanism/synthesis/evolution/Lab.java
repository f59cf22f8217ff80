package org.vitrail.mechanism.synthesis.evolution;
import java.nio.file.*; import java.util.*; import java.util.stream.*;
import ml.dmlc.xgboost4j.java.DMatrix; import ml.dmlc.xgboost4j.java.Booster; import ml.dmlc.xgboost4j.java.XGBoost;
import org.vitrail.contract.table.*; import org.vitrail.mechanism.port.*; import org.vitrail.privacy.release.*; import org.vitrail.privacy.accounting.*;
public final class Lab {
  static List<String[]> csv(String f) throws Exception { return Files.readAllLines(Path.of(f)).stream().map(l->l.split(",",-1)).toList(); }
  static Object[] columns(TableSchema s, List<String[]> rows){
    Object[] cols=new Object[s.columns().size()];
    for(int j=0;j<cols.length;j++){ Domain d=s.columns().get(j).domain(); final int jj=j;
      if(d instanceof Domain.Categorical c){ Map<String,Integer> m=new HashMap<>(); for(String v:c.values()) m.put(v,m.size()); cols[j]=rows.stream().mapToInt(r->m.getOrDefault(r[jj],0)).toArray(); }
      else { double lo= d instanceof Domain.IntegerRange i? i.min():((Domain.RealRange)d).min(), hi=d instanceof Domain.IntegerRange i? i.max():((Domain.RealRange)d).max();
        cols[j]=rows.stream().mapToDouble(r->Math.max(lo,Math.min(hi,Double.parseDouble(r[jj])))).toArray(); } }
    return cols; }
  static Column cat(String n, List<String[]> rows,int j){ return Column.of(n, Domain.Categorical.of(rows.stream().map(r->r[j]).collect(Collectors.toCollection(TreeSet::new)).stream().toList())); }
  static float[] flat(Table t,int label){ int n=t.rowCount(),d=t.schema().columns().size(); float[] x=new float[n*(d-1)]; int a=0;
    for(int j=0;j<d;j++){ if(j==label) continue; boolean c=t.schema().columns().get(j).domain() instanceof Domain.Categorical; for(int i=0;i<n;i++) x[i*(d-1)+a]= c? t.codes(j)[i]:(float)t.numbers(j)[i]; a++; } return x; }
  static double[] judge(Table train, Table test,int label) throws Exception {
    int d=train.schema().columns().size()-1; int k=((Domain.Categorical)train.schema().columns().get(label).domain()).values().size();
    DMatrix a=new DMatrix(flat(train,label),train.rowCount(),d,Float.NaN), b=new DMatrix(flat(test,label),test.rowCount(),d,Float.NaN);
    float[] y=new float[train.rowCount()]; for(int i=0;i<y.length;i++) y[i]=train.codes(label)[i]; a.setLabel(y);
    Map<String,Object> p=new HashMap<>(); p.put("nthread",2); p.put("verbosity",0); if(k==2) p.put("objective","binary:logistic"); else { p.put("objective","multi:softprob"); p.put("num_class",k);} 
    Booster bo=XGBoost.train(a,p,100,Map.of(),null,null); float[][] q=bo.predict(b);
    int[] t=test.codes(label); int n=t.length; int[] pr=new int[n]; 
    for(int i=0;i<n;i++){ if(k==2) pr[i]=q[i][0]>0.5?1:0; else for(int c=1;c<k;c++) if(q[i][c]>q[i][pr[i]]) pr[i]=c; }
    double acc=0,f1=0; for(int i=0;i<n;i++) if(pr[i]==t[i]) acc++; 
    for(int c=0;c<k;c++){ double tp=0,fp=0,fn=0; for(int i=0;i<n;i++){ if(pr[i]==c&&t[i]==c)tp++; else if(pr[i]==c)fp++; else if(t[i]==c)fn++; } f1+= tp==0?0:2*tp/(2*tp+fp+fn);} 
    double auc=0; if(k==2){ Integer[] o=IntStream.range(0,n).boxed().toArray(Integer[]::new); Arrays.sort(o,Comparator.comparing(i->q[i][0])); double rs=0,np=0; for(int r=0;r<n;){int e=r; while(e<n&&q[o[e]][0]==q[o[r]][0])e++; for(int i=r;i<e;i++) if(t[o[i]]==1){rs+=(r+1+e)/2.0;np++;} r=e;} auc=(rs-np*(np+1)/2)/(np*(n-np)); }
    return new double[]{acc/n*100,f1/k*100,auc*100}; }
  static double tvd1(Table a, Table b){ double s=0; int d=a.schema().columns().size(); for(int j=0;j<d;j++){ Axis ax=Axis.of(a.schema().columns().get(j),j); int m=ax.categorical()?ax.codes():19; double[] h=new double[m]; for(int i=0;i<a.rowCount();i++) h[bin(ax,a,j,i,m)]+=1.0/a.rowCount(); for(int i=0;i<b.rowCount();i++) h[bin(ax,b,j,i,m)]-=1.0/b.rowCount(); s+=Arrays.stream(h).map(Math::abs).sum()/2; } return s/d; }
  static int bin(Axis ax, Table t,int j,int i,int m){ return ax.categorical()?t.codes(j)[i]:Math.min(m-1,(int)((t.numbers(j)[i]-ax.low())/ax.range()*m)); }
  static Table[] ac() throws Exception { String b="/work/shared/data/artificial-characters/"; var tr=csv(b+"train.csv"); var rows=tr.subList(1,tr.size()); var te=csv(b+"test.csv"); 
    var s=new TableSchema(List.of(Column.of("V1",Domain.IntegerRange.of(0,7)),Column.of("V2",Domain.IntegerRange.of(0,47)),Column.of("V3",Domain.IntegerRange.of(0,63)),Column.of("V4",Domain.IntegerRange.of(0,50)),Column.of("V5",Domain.IntegerRange.of(-2,63)),Column.of("V6",Domain.RealRange.of(1,50.7)),Column.of("V7",Domain.RealRange.of(13.89,76.22)),cat("Class",rows,7)),new PrivacyUnit.Row());
    return new Table[]{Table.of(s,rows.size(),columns(s,rows)),Table.of(s,te.size()-1,columns(s,te.subList(1,te.size())))}; }
  static Table[] adult() throws Exception { String b="/work/shared/data/adult/"; var tr=csv(b+"train.csv"); var rows=tr.subList(1,tr.size()); var te=csv(b+"test.csv"); String[] h=tr.get(0); List<Column> cs=new ArrayList<>();
    Map<String,Domain> num=Map.of("age",Domain.IntegerRange.of(17,90),"fnlwgt",Domain.IntegerRange.of(0,1500000),"education-num",Domain.IntegerRange.of(1,16),"capital-gain",Domain.IntegerRange.of(0,99999),"capital-loss",Domain.IntegerRange.of(0,5000),"hours-per-week",Domain.IntegerRange.of(1,99));
    for(int j=0;j<h.length;j++) cs.add(num.containsKey(h[j])?Column.of(h[j],num.get(h[j])):cat(h[j],rows,j)); var s=new TableSchema(cs,new PrivacyUnit.Row());
    return new Table[]{Table.of(s,rows.size(),columns(s,rows)),Table.of(s,te.size()-1,columns(s,te.subList(1,te.size())))}; }
  static Meter noise(Random r){ return (counts,sq,charge)->{ long[][] hold=new long[1][]; counts.map(v->{hold[0]=v;return v;}); double sd=Math.sqrt(sq/(charge.pico()*1e-12)); return Arrays.stream(hold[0]).map(v->Math.round(v+sd*r.nextGaussian())).toArray(); }; }
  /// args: data seeds rows key=value...
  public static void main(String[] a) throws Exception {
    Table[] t= a[0].equals("ac")?ac():adult(); double mu=a[0].equals("ac")?0.27567:0.25014; int seeds=Integer.parseInt(a[1]), n=Integer.parseInt(a[2]); int label=t[0].schema().columns().size()-1;
    if(n==-1){ for(int rows:new int[]{24,32,48,64,96,128}) { long z=System.nanoTime(); int K=t[0].rowCount()/rows; System.out.println(rows+" rows K="+K+" sum="+DepthVote.count(t[0],OptionalInt.of(label),K,1)+" sigma(4%)="+2/Math.sqrt(0.04*mu*mu)+" "+(System.nanoTime()-z)/1e9); } return; } if(n==0){ System.out.println("real "+Arrays.toString(judge(t[0],t[1],label))); return; }
    for(int v=3;v<a.length;v++){ Settings D=Settings.DEFAULT; Map<String,String> m=new HashMap<>(); if(!a[v].equals("-")) for(String kv:a[v].split(",")) m.put(kv.split("=")[0],kv.split("=")[1]);
      Settings s=new Settings(Integer.parseInt(m.getOrDefault("T",""+D.histograms())),Integer.parseInt(m.getOrDefault("c",""+D.countParts())),Integer.parseInt(m.getOrDefault("s",""+D.marginalParts())),Double.parseDouble(m.getOrDefault("r1",""+D.rateFirst())),Double.parseDouble(m.getOrDefault("r2",""+D.rateLast())),Double.parseDouble(m.getOrDefault("g",""+D.gamma())),Float.parseFloat(m.getOrDefault("l",""+D.lambda())),Double.parseDouble(m.getOrDefault("v",""+D.votesPerBin())),Integer.parseInt(m.getOrDefault("p",""+D.particles())),Double.parseDouble(m.getOrDefault("k",""+D.strength())));
      double[][] q=new double[4][seeds]; long time=0; for(int i=0;i<seeds;i++){ long t0=System.nanoTime(); Space sp=new Space(t[0].schema(),OptionalInt.of(label),s.lambda()); Table syn=new Evolution(sp,s,new Spending(s,sp.axes(),false,new MuSquared((long)(mu*mu*1e12)),noise(new Random(100+i))),m.containsKey("cov"),i).run(Sensitive.of(t[0]),n,Progress.none()).table(); time+=System.nanoTime()-t0; double[] j=judge(syn,t[1],label); for(int k=0;k<3;k++) q[k][i]=j[k]; q[3][i]=tvd1(t[0],syn)*100; }
      StringBuilder sb=new StringBuilder(a[0]+" "+a[v]+" |"); for(double[] x:q){ double mean=Arrays.stream(x).average().orElse(0); Arrays.sort(x); sb.append(String.format(" %.2f(med %.2f min %.2f)",mean,x[x.length/2],x[0])); } System.out.println(sb+String.format(" %.2fs",time/1e9/seeds)); } } }
