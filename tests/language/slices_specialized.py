"""Slices of lists, tuples and strings at sites that specialize, and assignments to them."""
a=list(range(10))
def f(a,k,v):
    b=a[k::-1]; c=a[:k]; d=a[k:]; e=a[:]; g=a[k:k+2]; h=a[::2]
    a[:k]=v
    return b,c,d,e,g,h,a
for k in (0,3,12,-3):
    for v in ([1],[1,2,3],(),"ab",range(3)):
        for _ in range(30):
            r=f(list(range(10)),k,v)
        print(k,v,r)
def g(s,i,j): return s[i:j], s[:j], s[i:], s[:]
for s in ("hello","",(1,2,3),b"abc","h\u20acllo"):
    for i in (0,1,None,-2,True):
        for j in (None,2,-1,100):
            for _ in range(30): r=g(s,i,j)
            print(s,i,j,r)
def sw(a):
    for i in range(1,8):
        a[:i]=a[i-1::-1]
    x=[a,a]; y=x[:]; x[:]=y; y.append(1)
    return a,x[0] is a,len(y)
for _ in range(100): r=sw(list(range(9)))
print(r)
class D:
    def __del__(self): print("del")
def dd():
    a=[D(),1]; a[:1]=[2]; print("after"); return a
for _ in range(3): dd()
